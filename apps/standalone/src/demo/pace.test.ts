import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

/** The chunks that a store gets which takes so many spans a second, beside what each chunk costs. */
function chunksOf(spansPerSecond: number, overheadMs: number, count: number): number[] {
  const pace = new Pace()
  return Array.from({ length: count }, () => {
    const { spans } = pace
    pace.learn(spans, overheadMs + (spans * 1000) / spansPerSecond)
    return spans
  })
}

test('a quick store gets large chunks soon, and never larger ones than it can hold', () => {
  expect(chunksOf(100_000, 10, 7)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000])
})

test.each([
  [1000, 200, 1200],
  [5000, 500, 1200],
  [1000, 1500, 3000],
])('at %i spans a second and %i ms a chunk, a chunk takes less than %i ms or so', (perSecond, overheadMs, mostMs) => {
  const last = chunksOf(perSecond, overheadMs, 12).at(-1) ?? 0
  const took = overheadMs + (last * 1000) / perSecond
  expect(took).toBeGreaterThan(mostMs * 0.6)
  expect(took).toBeLessThan(mostMs * 1.1)
})

test('a store that gets slow gets small chunks', () => {
  const pace = new Pace()
  for (let chunk = 0; chunk < 5; chunk++) pace.learn(pace.spans, 100)
  expect(pace.spans).toBe(4000)
  pace.learn(4000, 20_000)
  expect(pace.spans).toBe(250)
})
