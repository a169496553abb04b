import { expect, test } from 'vitest'
import { elapsedOf, hearingOf, type IngestStatus } from './hearing.ts'

const at = (newest: string) => ({ oldest: '2026-11-01T00:00:00Z', newest })
const statusOf = (extent: Partial<IngestStatus['extent']> = {}, messages = 0): IngestStatus => ({
  extent: { traces: null, logs: null, metrics: null, ...extent },
  lag: { messages, age_ms: 0 },
})

test('a span counts when it is newer than any before', () => {
  expect(hearingOf(statusOf({ traces: at('b') }), null)).toEqual({ kind: 'span', newest: 'b' })
  expect(hearingOf(statusOf({ traces: at('b') }), 'a')).toEqual({ kind: 'span', newest: 'b' })
  expect(hearingOf(statusOf({ traces: at('b') }), 'b')).toEqual({ kind: 'nothing' })
})

test('what is accepted and not written is on its way', () => {
  expect(hearingOf(statusOf({}, 2), null)).toEqual({ kind: 'on_its_way', messages: 2 })
})

test('other signals alone are named', () => {
  expect(hearingOf(statusOf({ logs: at('a'), metrics: at('a') }), null)).toEqual({
    kind: 'other_signal',
    signals: ['logs', 'metrics'],
  })
  expect(hearingOf(undefined, null)).toEqual({ kind: 'nothing' })
})

test.each([
  [0, '00:00'],
  [42, '00:42'],
  [725, '12:05'],
  [3605, '1:00:05'],
])('%s seconds are %s', (seconds, clock) => {
  expect(elapsedOf(seconds)).toBe(clock)
})
