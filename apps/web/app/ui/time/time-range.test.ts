import { describe, expect, test } from 'vitest'
import { apiRange, boundsOf, labelOfTimeRange, parseTimeRange, shiftTimeRange, timeRangeParams } from './time-range.ts'

const now = new Date('2026-11-25T11:00:00Z')
const parse = (query: string) => parseTimeRange(new URLSearchParams(query))

describe('reading an address', () => {
  test('takes a known range, or two moments in order', () => {
    expect(parse('range=7d')).toEqual({ kind: 'last', id: '7d' })
    expect(parse('from=2026-11-24T09:30:00Z&to=2026-11-24T11:02:00Z')).toEqual({
      kind: 'between',
      from: new Date('2026-11-24T09:30:00Z'),
      to: new Date('2026-11-24T11:02:00Z'),
    })
  })

  test.each([
    '',
    'range=9y',
    'from=2026-11-24T09:30:00Z',
    'from=yesterday&to=2026-11-24T09:30:00Z',
    'from=2026-11-24T11:00:00Z&to=2026-11-24T09:30:00Z',
    'from=2026-99-99T11:00:00Z&to=2026-11-24T09:30:00Z',
  ])('%j is the last day', (query) => {
    expect(parse(query)).toEqual({ kind: 'last', id: '24h' })
  })

  test('gives back what was written', () => {
    for (const query of ['range=15m', 'from=2026-11-24T09:30:00.000Z&to=2026-11-24T11:02:00.000Z']) {
      const written = Object.entries(timeRangeParams(parse(query))).filter(([, value]) => value !== undefined)
      expect(new URLSearchParams(written as [string, string][]).toString()).toBe(new URLSearchParams(query).toString())
    }
    expect(timeRangeParams(parse(''))).toEqual({ range: undefined, from: undefined, to: undefined })
  })
})

test('the last hour ends now', () => {
  expect(apiRange(parse('range=1h'), now)).toEqual({
    start_time: '2026-11-25T10:00:00.000Z',
    end_time: '2026-11-25T11:00:00.000Z',
  })
})

describe('moving', () => {
  test('goes back by the length, and forward to now again', () => {
    const before = shiftTimeRange(parse('range=1h'), -1, now)
    expect(boundsOf(before, now)).toEqual({
      from: new Date('2026-11-25T09:00:00Z'),
      to: new Date('2026-11-25T10:00:00Z'),
    })
    expect(shiftTimeRange(before, 1, now)).toEqual({ kind: 'last', id: '1h' })
  })

  test('does not go past now', () => {
    expect(shiftTimeRange(parse('range=1h'), 1, now)).toEqual({ kind: 'last', id: '1h' })
    const odd = parse('from=2026-11-25T10:00:00Z&to=2026-11-25T10:40:00Z')
    expect(boundsOf(shiftTimeRange(odd, 1, now), now).to).toEqual(now)
  })
})

test('is named by its length or its moments', () => {
  expect(labelOfTimeRange(parse(''), now)).toBe('Last 24 h')
  expect(labelOfTimeRange(parse('from=2026-11-24T09:30:00Z&to=2026-11-24T11:02:00Z'), now)).toBe('24 Nov 09:30 – 11:02')
})
