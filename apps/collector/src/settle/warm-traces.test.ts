import type { CompactSpan, SettleInput } from '@pyflare/domain'
import { expect, test } from 'vitest'
import { WarmTraces } from './warm-traces.ts'

const span = (spanId: string) =>
  ({ spanId, inputPreview: '', outputPreview: '', errorMessage: '', tags: [] }) as unknown as CompactSpan
const input = (traceId: string, ...spanIds: string[]): SettleInput => ({
  traceId,
  spans: spanIds.map(span),
  contentLogs: [],
  balances: [],
  previous: { version: 1, startTimeNs: 0n },
  patchPrints: new Map(),
  cut: false,
})
const by = (...spanIds: string[]) => ({ records: spanIds.length, arrived: spanIds.map(span) })
const asked = { records: 1, arrived: undefined }

function warmOf(...inputs: SettleInput[]): WarmTraces {
  const warm = new WarmTraces()
  for (const each of inputs) warm.keep('p', { input: each, claims: [] })
  return warm
}

test('a trace is known with what just came, once: whoever takes it brings it back', () => {
  const warm = warmOf(input('t', 'a'))
  expect(warm.take('p', 't', by('b'))?.input.spans.map(({ spanId }) => spanId)).toEqual(['a', 'b'])
  expect(warm.take('p', 't', by('c'))).toBeUndefined()
})

test('one that was asked for is read, and so is one with a span that came twice, and any that is another project’s', () => {
  const warm = warmOf(input('asked', 'a'), input('twice', 'a'), input('other', 'a'))
  expect(warm.take('p', 'asked', asked)).toBeUndefined()
  expect(warm.take('p', 'asked', by('b'))).toBeUndefined()
  expect(warm.take('p', 'twice', by('a'))).toBeUndefined()
  expect(warm.take('q', 'other', by('b'))).toBeUndefined()
})

test('what was used longest ago gives room to what was used last, and a large trace is not kept', () => {
  const warm = new WarmTraces(5_000)
  for (const traceId of ['one', 'two', 'three', 'four']) warm.keep('p', { input: input(traceId, 'a'), claims: [] })
  expect(warm.take('p', 'one', by('b'))).toBeUndefined()
  expect(warm.take('p', 'four', by('b'))).toBeDefined()
  const many = Array.from({ length: 2_001 }, (_, number) => String(number))
  const large = warmOf(input('large', ...many))
  expect(large.take('p', 'large', by('b'))).toBeUndefined()
})

test('nothing is known once it may be another’s', () => {
  const warm = warmOf(input('t', 'a'))
  warm.clear()
  expect(warm.take('p', 't', by('b'))).toBeUndefined()
})
