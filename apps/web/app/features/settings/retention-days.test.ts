import { expect, test } from 'vitest'
import { daysOf, isShorter, lossOf } from './retention-days.ts'

const now = { traces: 30, metrics: 90, logs: 14 }

test.each([
  ['30', 30],
  [' 7 ', 7],
  ['3650', 3650],
  ['3651', undefined],
  ['0', undefined],
  ['', undefined],
  ['-3', undefined],
  ['1.5', undefined],
  ['1e2', undefined],
])('%j is %s days', (text, days) => {
  expect(daysOf(text)).toBe(days)
})

test('only what gets shorter loses something, and is named', () => {
  expect(isShorter({ ...now, logs: 20 }, now)).toBe(false)
  expect(isShorter({ ...now, traces: 7 }, now)).toBe(true)
  const usage = [
    { table: 'spans', rows: 10, oldest: '2026-11-02T00:00:00Z' },
    { table: 'trace_index', rows: 10, oldest: '2026-11-01T00:00:00Z' },
    { table: 'dead_letters', rows: 1, oldest: '2026-10-01T00:00:00Z' },
    { table: 'logs', rows: 0, oldest: null },
  ]
  const loss = lossOf({ traces: 7, metrics: 90, logs: 1 }, now, usage)
  expect(loss).toContain('Traces older than 7 days: the oldest are of 1 Nov')
  expect(loss).toContain('Logs older than 1 day: there are none yet.')
  expect(loss).not.toContain('Metrics')
})
