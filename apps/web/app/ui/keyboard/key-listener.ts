import { type Command, commandStore } from './command-store.ts'
import { isSingleKey, matchStrokes, nameOfStroke } from './strokes.ts'

const SEQUENCE_MS = 1_000

/** Listens to a document's keys and runs the commands they name. Call what comes back to stop. */
export function listenToKeys(document: Document): () => void {
  let strokes: string[] = []
  let lastAt = 0
  const onKeyDown = (event: KeyboardEvent) => {
    const stroke = nameOfStroke(event)
    if (stroke === undefined || event.defaultPrevented || event.isComposing) return
    if (isSingleKey(stroke) && sleeps(event)) return
    strokes = event.timeStamp - lastAt > SEQUENCE_MS ? [stroke] : [...strokes, stroke]
    lastAt = event.timeStamp
    const bindings = bindingsOf(commandStore.read())
    let match = matchStrokes(bindings.keys, strokes)
    if (match === 'none' && strokes.length > 1) {
      strokes = [stroke]
      match = matchStrokes(bindings.keys, strokes)
    }
    if (match === 'partial') return
    strokes = []
    if (match === 'none') return
    event.preventDefault()
    bindings.commands[match.run]?.run()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

function bindingsOf(commands: readonly Command[]): { keys: string[]; commands: Command[] } {
  const pairs = commands.flatMap((command) =>
    (command.keys ?? '')
      .split(/,(?=.)/)
      .filter(Boolean)
      .map((keys) => ({ keys, command })),
  )
  return { keys: pairs.map(({ keys }) => keys), commands: pairs.map(({ command }) => command) }
}

const WRITES =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'
const OWN_KEYS =
  '[role="menu"], [role="listbox"], [role="dialog"], [role="radiogroup"], [role="tablist"], [role="slider"]'
const PRESSABLE = 'button, a[href], summary, [role="button"], [role="checkbox"]'

/** Single keys sleep while typing, with Alt Graph down, inside what has keys of its own, and where they press a button. */
function sleeps(event: KeyboardEvent): boolean {
  if (event.getModifierState('AltGraph')) return true
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  if (target.closest(WRITES) !== null || target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null)
    return true
  const presses = event.key === 'Enter' || event.key === ' '
  if (presses) return target.closest(PRESSABLE) !== null
  return event.key.startsWith('Arrow') && target.closest(OWN_KEYS) !== null
}
