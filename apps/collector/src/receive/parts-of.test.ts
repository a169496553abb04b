import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf } from './parts-of.ts'

test('parts are all items in their order, few at a time', () => {
  fc.assert(
    fc.property(fc.nat(2000), (count) => {
      const items = Array.from({ length: count }, (_, place) => place)
      const parts = [...partsOf(items)]
      expect(parts.flat()).toEqual(items)
      for (const part of parts) expect(part.length).toBeGreaterThan(0)
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(256)
    }),
  )
})

test('items are asked for part by part', () => {
  let asked = 0
  const items = (function* () {
    for (;;) yield asked++
  })()
  const parts = partsOf(items)
  const first = parts.next().value?.length ?? 0
  expect(asked).toBe(first)
  parts.next()
  expect(asked).toBeLessThanOrEqual(first + 256)
})

test('a part ends where enough of it is still to be decoded', () => {
  const parts = [...partsOf([100_000, 100_000, 100_000, 5], (bytes) => bytes)]
  expect(parts).toEqual([[100_000, 100_000, 100_000], [5]])
})
