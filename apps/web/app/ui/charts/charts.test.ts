import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeTicks, valueTicks } from './axis-steps.ts'
import { moveSelection, selectionOf } from './brush.ts'
import { hasValues } from './line-series.ts'
import { isLone } from './lone-point.ts'
import { coloursOf, seriesColour } from './series-colours.ts'
import { BYTES, COUNTS, countsOf, durationsIn, MONEY, PERCENT, type ValueScale } from './value-scale.ts'

test.each([
  [0, 96, [0, 50, 100]],
  [0, 1, [0, 0.5, 1]],
  [0, 7, [0, 2.5, 5, 7.5]],
  [-4, 6, [-5, 0, 5, 10]],
  [0, 0, [0]],
])('ticks from %s to %s are %j', (low, high, ticks) => {
  expect(valueTicks(low, high).ticks).toEqual(ticks)
})

const KIB = 1024
const MIB = 1024 * KIB

test.each<[string, ValueScale, number, string[]]>([
  ['counts', COUNTS, 12_400, ['5k', '10k', '15k']],
  ['more counts', COUNTS, 6_000_000, ['2M', '4M', '6M']],
  ['counts about a thousand', COUNTS, 1_400, ['500', '1.0k', '1.5k']],
  ['small counts', COUNTS, 1, ['0.5', '1.0']],
  ['rates', COUNTS, 0.006, ['0.002', '0.004', '0.006']],
  ['counts in a unit', countsOf('Cel'), 60, ['20 Cel', '40 Cel', '60 Cel']],
  ['percent', PERCENT, 30, ['10 %', '20 %', '30 %']],
  ['less percent', PERCENT, 35, ['20 %', '40 %']],
  ['money', MONEY, 0.9, ['$0.50', '$1.00']],
  ['less money', MONEY, 0.006, ['$0.002', '$0.004', '$0.006']],
  ['more money', MONEY, 12, ['$5', '$10', '$15']],
  ['bytes', BYTES, 700, ['256 B', '512 B', '768 B']],
  ['few bytes', BYTES, 1, ['1 B']],
  ['more bytes', BYTES, 450 * KIB, ['256 KiB', '512 KiB']],
  ['many bytes', BYTES, 700 * MIB, ['256 MiB', '512 MiB', '768 MiB']],
  ['bytes about a unit', BYTES, 1.2 * MIB, ['512 KiB', '1 MiB', '1.5 MiB']],
  ['seconds', durationsIn(1000), 1.4, ['500 ms', '1.0 s', '1.5 s']],
  ['more seconds', durationsIn(1000), 7, ['2.5 s', '5.0 s', '7.5 s']],
  ['seconds past a minute', durationsIn(1000), 80, ['50 s', '100 s']],
  ['milliseconds', durationsIn(1), 7, ['2.5 ms', '5.0 ms', '7.5 ms']],
  ['less than milliseconds', durationsIn(1), 0.06, ['20 µs', '40 µs', '60 µs']],
  ['minutes', durationsIn(1000), 170, ['1 min', '2 min', '3 min']],
  ['more minutes', durationsIn(1000), 4_000, ['30 min', '60 min', '90 min']],
  ['hours', durationsIn(1), 5 * 3_600_000, ['2 h', '4 h', '6 h']],
  ['days', durationsIn(3_600_000), 200, ['5 d', '10 d']],
])('an axis of %s', (_what, { roundStep, formatTick }, high, words) => {
  const { ticks, step } = valueTicks(0, high, { roundStep })
  expect(ticks.slice(1).map((tick) => formatTick(tick, step).replaceAll('\u00a0', ' '))).toEqual(words)
})

test.each([COUNTS, BYTES, MONEY, PERCENT, durationsIn(1000)])('steps are even, and few', (scale) => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e10, noNaN: true }), (high) => {
      const { ticks, step } = valueTicks(0, high, scale)
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(high * (1 - 1e-6))
      expect(ticks.length).toBeLessThanOrEqual(5)
      for (const [index, tick] of ticks.entries()) expect(tick).toBeCloseTo(index * step, 6)
    }),
  )
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
