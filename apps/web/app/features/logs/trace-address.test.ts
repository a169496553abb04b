import { expect, test } from 'vitest'
import { traceAddress } from './trace-address.ts'

test('a record leads to the span that wrote it, where it says which', () => {
  expect(traceAddress('p', { trace_id: 'a', span_id: 'b' })).toBe('/p/p/traces/a?span=b')
  expect(traceAddress('p', { trace_id: 'a', span_id: null })).toBe('/p/p/traces/a')
  expect(traceAddress('p', { trace_id: null, span_id: null })).toBeUndefined()
})
