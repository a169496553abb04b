import { expect, test } from 'vitest'
import { LARGE_FROM_SPANS, SettlePace } from './settle-pace.ts'

test('a small trace waits for nothing', () => {
  const pace = new SettlePace(() => 0)
  pace.remember('t', LARGE_FROM_SPANS - 1, 1_000)
  expect(pace.waitMs('t')).toBe(0)
  expect(pace.waitMs('never seen')).toBe(0)
})

test('a large trace is settled a twentieth of the time, and after ten minutes at the latest', () => {
  let now = 0
  const pace = new SettlePace(() => now)
  pace.remember('t', LARGE_FROM_SPANS, 100)
  expect(pace.waitMs('t')).toBe(2_000)
  now = 1_500
  expect(pace.waitMs('t')).toBe(500)
  now = 2_000
  expect(pace.waitMs('t')).toBe(0)
  pace.remember('t', 1_000_000, 60_000)
  expect(pace.waitMs('t')).toBe(600_000)
})

test('the traces that were settled last are remembered, not all', () => {
  const pace = new SettlePace(() => 0)
  for (let at = 0; at < 30_000; at++) pace.remember(`t${at}`, 50, 1)
  expect(pace.spansOf('t0')).toBe(0)
  expect(pace.spansOf('t29999')).toBe(50)
})
