// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import { commandStore } from './command-store.ts'
import { listenToKeys } from './key-listener.ts'
import { matchStrokes, nameOfStroke, printKeys } from './strokes.ts'

describe('strokes', () => {
  test.each([
    [{ key: 'j' }, 'j'],
    [{ key: 'J', shiftKey: true }, 'shift+j'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: ' ' }, 'space'],
    [{ key: 'k', metaKey: true }, 'mod+k'],
    [{ key: 'k', ctrlKey: true }, 'mod+k'],
    [{ key: 'ArrowLeft', altKey: true }, 'alt+arrowleft'],
    [{ key: 'Shift', shiftKey: true }, undefined],
    [{ key: 'Dead' }, undefined],
  ])('%j is %s', (stroke, name) => {
    expect(nameOfStroke(stroke)).toBe(name)
  })

  test('the last binding of a key wins, and a beginning waits for more', () => {
    expect(matchStrokes(['j', 'k', 'j'], ['j'])).toEqual({ run: 2 })
    expect(matchStrokes(['g t', 'j'], ['g'])).toBe('partial')
    expect(matchStrokes(['g t', 'j'], ['g', 't'])).toEqual({ run: 0 })
    expect(matchStrokes(['g t'], ['g', 'x'])).toBe('none')
  })

  test.each([
    ['mod+k', true, '⌘K'],
    ['mod+k', false, 'Ctrl\u00a0K'],
    ['g t', true, 'g t'],
    ['shift+j', false, '⇧J'],
    ['escape', true, 'Esc'],
    ['[', true, '['],
    ['-', true, '-'],
  ])('%s is printed for mac=%s as %s', (keys, mac, printed) => {
    expect(printKeys(keys, mac)).toBe(printed)
  })
})

describe('the listener', () => {
  const ends: (() => void)[] = []
  afterEach(() => {
    for (const end of ends.splice(0)) end()
    document.body.replaceChildren()
  })

  function offer(keys: string): { runs: number } {
    const seen = { runs: 0 }
    ends.push(commandStore.register([{ id: keys, label: keys, section: 'Do', keys, run: () => void seen.runs++ }]))
    return seen
  }

  function press(key: string, target: Element = document.body, more: KeyboardEventInit = {}): KeyboardEvent {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
    target.dispatchEvent(event)
    return event
  }

  function put(html: string): Element {
    document.body.innerHTML = html
    return document.body.firstElementChild as Element
  }

  test('runs a command, and keeps its key from the page', () => {
    ends.push(listenToKeys(document))
    const next = offer('j')
    expect(press('j').defaultPrevented).toBe(true)
    expect(press('q').defaultPrevented).toBe(false)
    expect(next.runs).toBe(1)
  })

  test('waits for the second key of a sequence', () => {
    ends.push(listenToKeys(document))
    const go = offer('g t')
    const single = offer('t')
    press('g')
    press('t')
    expect([go.runs, single.runs]).toEqual([1, 0])
    press('t')
    expect(single.runs).toBe(1)
  })

  test.each(['<input>', '<textarea></textarea>', '<div contenteditable="true"></div>', '<div role="dialog"></div>'])(
    'lets single keys sleep in %s, but not those with a modifier',
    (html) => {
      ends.push(listenToKeys(document))
      const [single, find] = [offer('j'), offer('mod+k')]
      const target = put(html)
      press('j', target)
      press('k', target, { ctrlKey: true })
      expect([single.runs, find.runs]).toEqual([0, 1])
    },
  )

  test('leaves Enter and Space to a button, and other keys not', () => {
    ends.push(listenToKeys(document))
    const [open, next] = [offer('enter'), offer('j')]
    const button = put('<button>Save</button>')
    press('Enter', button)
    press('j', button)
    expect([open.runs, next.runs]).toEqual([0, 1])
  })

  test('leaves a key alone that something nearer has taken', () => {
    ends.push(listenToKeys(document))
    const close = offer('escape')
    const target = put('<div></div>')
    target.addEventListener('keydown', (event) => event.preventDefault())
    press('Escape', target)
    expect(close.runs).toBe(0)
  })

  test('takes several ways to one command', () => {
    ends.push(listenToKeys(document))
    const next = offer('j,arrowdown')
    press('j')
    press('ArrowDown')
    expect(next.runs).toBe(2)
  })
})
