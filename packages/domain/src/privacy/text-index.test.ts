import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextIndex } from './text-index.ts'

const indexOf = (...texts: string[]): TextIndex => {
  const index = new TextIndex()
  for (const text of texts) index.add(text)
  return index
}
const found = (index: TextIndex, text: string) => index.find(text).map(({ start, end }) => text.slice(start, end))

test('texts are found wherever they stand, the longest of those that begin alike', () => {
  const index = indexOf('where is the car?', 'where is the car? and the bus', 'a quite different text', 'short')
  expect(found(index, 'where is the car?')).toEqual(['where is the car?'])
  expect(found(index, 'I ask: where is the car? and the bus, short, a quite different text')).toEqual([
    'where is the car? and the bus',
    'a quite different text',
  ])
  expect(found(index, 'where is the car')).toEqual([])
})

test('a long text is found as far as it is there', () => {
  const long = 'all work and no play '.repeat(100)
  expect(found(indexOf(long), `x${long.slice(0, 1000)}y`)).toEqual([long.slice(0, 1000)])
  expect(found(indexOf(long), long.slice(0, 200))).toEqual([])
})

test('whatever is planted is found', () => {
  const part = fc.string({ minLength: 16, maxLength: 40, unit: fc.constantFrom('a', 'b', 'é') })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.string(), fc.string(), (parts, before, after) => {
      const text = before + parts.join('-') + after
      const ranges = indexOf(...parts).find(text)
      const left = [...text].filter((_, at) => !ranges.some(({ start, end }) => at >= start && at < end)).join('')
      for (const each of parts) expect(left).not.toContain(each)
      for (const [place, range] of ranges.entries()) {
        expect(range.end).toBeGreaterThan(range.start)
        expect(range.start).toBeGreaterThanOrEqual(ranges[place - 1]?.end ?? 0)
      }
    }),
  )
})

test('texts made to slow the search down do not', () => {
  const index = indexOf(`${'a'.repeat(300)}b`, `${'a'.repeat(200)}c`, 'a'.repeat(255))
  expect(index.find(`${'a'.repeat(254)}x`.repeat(4000)).length).toBe(0)
})
