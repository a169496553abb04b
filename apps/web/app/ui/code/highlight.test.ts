import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlight, type Language } from './highlight.ts'

const LANGUAGES: Language[] = ['shell', 'python', 'javascript', 'json', 'text']

test('the pieces are the code, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...LANGUAGES), (code, language) => {
      expect(
        highlight(code, language)
          .map(({ text }) => text)
          .join(''),
      ).toBe(code)
    }),
  )
})

test('a shell line has its words coloured', () => {
  const looks = highlight('export A="b c" # why\n', 'shell').filter(({ look }) => look !== 'plain')
  expect(looks).toEqual([
    { text: 'export', look: 'keyword' },
    { text: '"b c"', look: 'string' },
    { text: '# why', look: 'comment' },
  ])
})

test('a hash inside a word is no comment', () => {
  expect(highlight('echo a#b', 'shell').every(({ look }) => look === 'plain')).toBe(true)
})

test('keys and values of JSON differ', () => {
  const looks = highlight('{"a": "b", "c": -1.5e3, "d": null}', 'json').map(({ look }) => look)
  expect(looks.filter((look) => look !== 'plain')).toEqual(['name', 'string', 'name', 'number', 'name', 'keyword'])
})
