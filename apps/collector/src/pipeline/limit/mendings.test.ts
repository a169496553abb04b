import type { RawSpan } from '@pyflare/domain'
import { expect, test } from 'vitest'
import { createLimit } from '../limit.ts'
import { attributes, id, NOW_MS, NOW_NS, rawLog, rawSpan } from '../raw-items.fixture.ts'

const limit = createLimit({ maxAttributes: 2, maxValueLength: 10, maxEvents: 1, maxLinks: 1 })
const mendedIn = (fields: Partial<RawSpan>) => [...(limit.spans([rawSpan(fields)], NOW_MS).mended ?? [])]
const event = { name: 'e', timeNs: NOW_NS, attributes: new Map() }

test.each<[string, Partial<RawSpan>, RegExp]>([
  ['no end', { endTimeNs: 0n }, /time/],
  ['no start', { startTimeNs: 0n }, /time/],
  ['itself as its parent', { parentSpanId: id(8) }, /parent/],
  ['many attributes', { attributes: attributes({ a: 1, b: 2, c: 3 }) }, /attributes/],
  ['an attribute without a name', { attributes: attributes({ '': 1 }) }, /attributes/],
  ['many events', { events: [event, event] }, /events/],
  ['a link without ids', { links: [{ traceId: id(3), spanId: id(3), attributes: new Map() }] }, /links/],
  ['a long text', { attributes: attributes({ a: 'x'.repeat(11) }) }, /texts/],
])('of a span with %s it is told how it was mended, once', (_name, fields, how) => {
  expect(mendedIn(fields)).toEqual([[expect.stringMatching(how), 1]])
})

test('of items as they should be nothing is told', () => {
  expect(mendedIn({ parentSpanId: new Uint8Array(8), attributes: attributes({ a: 'x'.repeat(10) }) })).toEqual([])
  expect([...(limit.logs([rawLog({ timeNs: 0n })], NOW_MS).mended ?? [])]).toEqual([])
})

test('several that were mended alike are counted together', () => {
  const { mended } = limit.spans([rawSpan({ endTimeNs: 0n }), rawSpan(), rawSpan({ endTimeNs: 0n })], NOW_MS)
  expect([...(mended ?? [])]).toEqual([['a time that was missing or out of order was set', 2]])
})
