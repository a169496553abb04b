import { describe, expect, test } from 'vitest'
import { formatAge, formatDuration } from './duration.ts'
import { formatMoney, formatMoneyExact, formatMoneyInProse } from './money.ts'
import { formatBytes, formatCompact, formatCount, formatCountOf, formatInOut, formatPercent } from './number.ts'
import { formatClock, formatClockMs, formatDate, formatMoment, formatSpanOfTime } from './time.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('durations', () => {
  test.each([
    [0.64, '640 µs'],
    [0.0001, '1 µs'],
    [0, '0 ms'],
    [0.9999, '1 ms'],
    [842, '842 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [61_902, '61.90 s'],
    [119_994, '119.99 s'],
    [119_999, '2 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_600, '1.0 h'],
    [5_040_000, '1.4 h'],
    [259_200_000, '3.0 d'],
    [-1240, '−1.24 s'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s ms is %s', (ms, text) => {
    expect(plain(formatDuration(ms))).toBe(text)
  })

  test.each([
    [400, 'now'],
    [42_000, '42 s'],
    [300_000, '5 min'],
    [90_000_000, '25 h'],
    [259_200_000, '3 d'],
    [-5, 'now'],
  ])('%s ms ago is %s', (ms, text) => {
    expect(plain(formatAge(ms))).toBe(text)
  })
})

describe('money', () => {
  test.each([
    [0.0031, '$0.0031'],
    [0.99999, '$1.00'],
    [12.4, '$12.40'],
    [11_736.2, '$11,736.20'],
    [0.00002, '<$0.0001'],
    [-12.4, '−$12.40'],
    [0, '$0'],
    [null, 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s', (usd, text) => {
    expect(formatMoney(usd)).toBe(text)
  })

  test('has six digits in a breakdown and none in prose', () => {
    expect(formatMoneyExact(0.0031)).toBe('$0.003100')
    expect(formatMoneyExact(0.0000002)).toBe('<$0.000001')
    expect(formatMoneyInProse(11_736.2)).toBe('$11,736')
    expect(formatMoneyInProse(4.2)).toBe('$4.20')
  })
})

describe('counts', () => {
  test.each([
    [842, '842'],
    [0, '0'],
    [0.25, '0.25'],
    [0.0025, '0.0025'],
    [999.7, '1.0k'],
    [12_400, '12.4k'],
    [141_000, '141k'],
    [999_800, '1.0M'],
    [526_100_000, '526.1M'],
    [1_200_000_000, '1.20B'],
    [-12_400, '−12.4k'],
    [null, '–'],
  ])('%s is %s in a cell', (count, text) => {
    expect(formatCompact(count)).toBe(text)
  })

  test('say of what, and in full', () => {
    expect(formatCount(38_940)).toBe('38,940')
    expect(formatCount(-7)).toBe('−7')
    expect(formatCountOf(1, 'trace')).toBe('1 trace')
    expect(formatCountOf(1_192, 'trace')).toBe('1,192 traces')
    expect(formatInOut(6912, 388)).toBe('6,912 → 388')
    expect(formatInOut(null, null)).toBe('–')
    expect(formatInOut(38, null)).toBe('38 → –')
  })

  test.each([
    [1, '100 %'],
    [0.9999, '99.9 %'],
    [0.9962, '99.6 %'],
    [0.0132, '1.32 %'],
    [0.4, '40 %'],
    [0.05, '5 %'],
    [0.099_96, '10 %'],
    [0, '0 %'],
    [-0.02, '−2 %'],
  ])('%s is %s', (share, text) => {
    expect(plain(formatPercent(share))).toBe(text)
  })

  test.each([
    [0, '0 B'],
    [4812, '4.7 KiB'],
    [16_777_216, '16.0 MiB'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text)
  })
})

describe('times', () => {
  const now = '2026-11-25T11:00:00Z'

  test('are cut from nine digits of a second, in UTC', () => {
    expect(formatClock('2026-11-24T09:41:07.318456789Z')).toBe('09:41:07')
    expect(formatClockMs('2026-11-24T09:41:07.318456789Z')).toBe('09:41:07.318')
    expect(formatClockMs('2026-11-24T11:41:07.318+02:00')).toBe('09:41:07.318')
  })

  test('bear a year only where it is another', () => {
    expect(formatDate('2026-11-24T09:41:07Z', now)).toBe('24 Nov')
    expect(formatDate('2025-11-24T09:41:07Z', now)).toBe('24 Nov 2025')
    expect(formatMoment('2026-11-24T09:41:07Z', now)).toBe('24 Nov 09:41:07')
  })

  test('of a range name a second date only after midnight', () => {
    expect(formatSpanOfTime('2026-11-24T09:45:00Z', '2026-11-24T10:00:00Z', now)).toBe('24 Nov 09:45 – 10:00')
    expect(formatSpanOfTime('2026-11-24T23:45:00Z', '2026-11-25T00:15:00Z', now)).toBe('24 Nov 23:45 – 25 Nov 00:15')
  })

  test('that are none are a dash', () => {
    expect(formatClock('soon')).toBe('–')
  })
})
