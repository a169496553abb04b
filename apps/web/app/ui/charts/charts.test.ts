import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeTicks, valueTicks } from './axis-steps.ts'
import { moveSelection, selectionOf } from './brush.ts'
import { hasValues } from './line-series.ts'
import { isLone } from './lone-point.ts'
import { coloursOf, seriesColour } from './series-colours.ts'

test.each([
  [0, 96, [0, 50, 100]],
  [0, 1, [0, 0.5, 1]],
  [0, 7, [0, 2.5, 5, 7.5]],
  [-4, 6, [-5, 0, 5, 10]],
  [0, 0, [0, 1]],
])('ticks from %s to %s are %j', (low, high, ticks) => {
  expect(valueTicks(low, high)).toEqual(ticks)
})

test('nothing measured is not zero', () => {
  expect(hasValues([{ name: '', values: [null, null] }])).toBe(false)
  expect(hasValues([])).toBe(false)
  expect(
    hasValues([
      { name: 'a', values: [null] },
      { name: 'b', values: [null, 0] },
    ]),
  ).toBe(true)
})

test('ticks cover every value, and there are few', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (high) => {
      const ticks = valueTicks(0, high)
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(high * (1 - 1e-6))
      expect(ticks.length).toBeLessThanOrEqual(5)
    }),
  )
})

test('times are round and inside the range', () => {
  const day = Date.parse('2026-11-24T00:00:00Z')
  expect(timeTicks(day, day + 86_400_000).map((at) => new Date(at).getUTCHours())).toEqual([0, 4, 8, 12, 16, 20, 0])
  expect(timeTicks(day + 1, day + 900_000).map((at) => new Date(at).getUTCMinutes())).toEqual([5, 10, 15])
})

test('a thing keeps its colour, and the rest is grey', () => {
  expect(coloursOf(['a', 'other', 'b', 'a'])).toEqual(
    new Map([
      ['a', 'var(--series-1)'],
      ['b', 'var(--series-2)'],
      ['other', 'var(--series-rest)'],
    ]),
  )
  expect(seriesColour(8)).toBe('var(--series-rest)')
})

test('a brush covers whole buckets, whichever way it is drawn', () => {
  const edges = [0, 10, 20, 30, 40]
  expect(selectionOf(edges, 12, 27)).toEqual({ from: 10, to: 30 })
  expect(selectionOf(edges, 27, 12)).toEqual({ from: 10, to: 30 })
  expect(selectionOf(edges, -5, 3)).toEqual({ from: 0, to: 10 })
  expect(selectionOf(edges, 39, 90)).toEqual({ from: 30, to: 40 })
})

test('a brush moves by a bucket and stops at the edges', () => {
  const edges = [0, 10, 20, 30, 40]
  expect(moveSelection(edges, { from: 10, to: 30 }, 'both', 1)).toEqual({ from: 20, to: 40 })
  expect(moveSelection(edges, { from: 20, to: 40 }, 'both', 1)).toEqual({ from: 20, to: 40 })
  expect(moveSelection(edges, { from: 20, to: 40 }, 'from', -1)).toEqual({ from: 10, to: 40 })
  expect(moveSelection(edges, { from: 20, to: 30 }, 'from', 1)).toEqual({ from: 20, to: 30 })
  expect(moveSelection(edges, { from: 20, to: 30 }, 'to', 1)).toEqual({ from: 20, to: 40 })
})

test('a value between two gaps is a point of its own', () => {
  const values = [1, null, 2, null, 3, 4, null, 5]
  expect(values.map((_, index) => isLone(values, index))).toEqual([true, false, true, false, false, false, false, true])
})
