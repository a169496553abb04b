import { expect, test } from 'vitest'
import { openRangeOf, rangeOf, wholeRange } from './time.ts'

const NOW = new Date('2026-11-24T12:00:00Z')
const EARLIEST = new Date('2000-01-01T00:00:00Z')
const LATEST = new Date('2026-11-25T12:00:00.001Z')

test('the whole range is what the collector keeps', () => {
  expect(wholeRange(NOW)).toEqual({ startTime: EARLIEST, endTime: LATEST })
})

test.each(['0001-01-01T00:00:00Z', '1600-01-01T00:00:00Z', '1969-12-31T23:59:59Z'])(
  '%s is the earliest moment',
  (text) => {
    expect(openRangeOf({ start_time: text }, NOW)).toEqual({ startTime: EARLIEST, endTime: undefined })
    expect(rangeOf({ end_time: text }, NOW).endTime).toEqual(EARLIEST)
  },
)

test.each(['2107-01-01T00:00:00Z', '2263-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'])(
  '%s is the latest moment',
  (text) => {
    expect(openRangeOf({ end_time: text }, NOW)).toEqual({ startTime: undefined, endTime: LATEST })
    expect(rangeOf({ start_time: text }, NOW)).toEqual({ startTime: LATEST, endTime: LATEST })
  },
)

test('what is left out is the day up to the end, and the end is now', () => {
  expect(rangeOf({}, NOW)).toEqual({ startTime: new Date('2026-11-23T12:00:00Z'), endTime: NOW })
  expect(rangeOf({ start_time: '2026-11-24T11:00:00+02:00' }, NOW)).toEqual({
    startTime: new Date('2026-11-24T09:00:00Z'),
    endTime: NOW,
  })
})

test('a range that ends before it starts is refused, also where both its ends lie beyond all times', () => {
  const asked = { start_time: '9999-01-01T00:00:00Z', end_time: '0001-01-01T00:00:00Z' }
  expect(() => openRangeOf(asked, NOW)).toThrow('start_time is 9999-01-01T00:00:00Z, end_time is 0001-01-01T00:00:00Z')
  expect(() => rangeOf({ start_time: asked.end_time, end_time: asked.end_time }, NOW)).not.toThrow()
})
