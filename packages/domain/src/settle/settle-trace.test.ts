import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import type { CompactSpan } from './trace-facts.ts'

const T0 = 1_767_225_600_000_000_000n
const SECOND = 1_000_000_000n

function settled(...spans: CompactSpan[]) {
  const trace = new OneTrace()
  trace.spans.push(...spans)
  const facts = trace.settle()
  if (facts === undefined) throw new Error('The trace has no facts.')
  return { ...facts, trace }
}

const root = compactSpan({ spanId: 'a', name: 'POST /ask', operationKind: 'agent', startTimeNs: T0 })

test('a trace is told by its root, and counts its calls', () => {
  const { index, entries } = settled(
    { ...root, userId: 'u1', sessionId: 's1', tags: ['beta'], environment: 'production', inputPreview: 'Why?' },
    chatSpan({ spanId: 'b', parentSpanId: 'a', startTimeNs: T0 + SECOND, outputPreview: 'Because.' }),
    compactSpan({ spanId: 'c', parentSpanId: 'a', operationKind: 'tool', startTimeNs: T0 + 2n * SECOND }),
  )
  expect(index).toMatchObject({
    rootSpanId: 'a',
    rootSeen: true,
    name: 'POST /ask',
    operationKind: 'agent',
    startTimeNs: T0,
    endTimeNs: T0 + 3n * SECOND,
    status: 'ok',
    spanCount: 3,
    llmCallCount: 1,
    toolCallCount: 1,
    modelId: 'gpt-4o-mini',
    models: ['gpt-4o-mini'],
    userId: 'u1',
    sessionId: 's1',
    environment: 'production',
    tags: ['beta'],
    inputPreview: 'Why?',
    outputPreview: 'Because.',
    inputTokens: 1000,
    outputTokens: 100,
    totalTokens: 1100,
    cacheReadTokens: undefined,
    costNanos: 210_000n,
    costStatus: 'exact',
    version: 1,
  })
  expect(entries).toHaveLength(1)
  expect(entries[0]).toMatchObject({
    spanId: 'b',
    reason: 'priced',
    timeNs: T0 + SECOND,
    userId: 'u1',
    sessionId: 's1',
    environment: 'production',
    calls: 1,
    errors: 0,
    inputCostNanos: 150_000n,
    outputCostNanos: 60_000n,
    costNanos: 210_000n,
    costSource: 'computed',
    priceVersion: 'genai-prices@0.1.8 openai/gpt-4o-mini',
  })
})

test('settling again writes no entry', () => {
  const { trace } = settled(root, chatSpan({ spanId: 'b', parentSpanId: 'a' }))
  expect(trace.settle()).toMatchObject({ entries: [], index: { version: 2 } })
})

test('until the root arrives the earliest span without its parent stands in', () => {
  const { index, trace } = settled(
    chatSpan({ spanId: 'c', parentSpanId: 'a', startTimeNs: T0 + 2n * SECOND }),
    compactSpan({ spanId: 'b', parentSpanId: 'a', name: 'step', startTimeNs: T0 + SECOND }),
  )
  expect(index).toMatchObject({ rootSeen: false, rootSpanId: 'b', name: 'step' })
  trace.spans.push(root)
  expect(trace.settle()).toMatchObject({
    index: { rootSeen: true, rootSpanId: 'a', startTimeNs: T0 },
    replacesStartTimeNs: T0 + SECOND,
  })
})

test('a root that arrives late moves what its calls were filed under', () => {
  const { trace } = settled(chatSpan({ spanId: 'b', parentSpanId: 'a' }))
  trace.spans.push({ ...root, userId: 'u1' })
  const facts = trace.settle()
  expect(facts?.entries.map(({ reason, userId, calls, costNanos }) => [reason, userId, calls, costNanos])).toEqual([
    ['reversed', '', -1, -210_000n],
    ['corrected', 'u1', 1, 210_000n],
  ])
  expect(balances(trace.entries)).toMatchObject([{ userId: 'u1', calls: 1, costNanos: 210_000n }])
})

test('an error that the root survived is counted, and fails nothing', () => {
  const failed = compactSpan({ spanId: 'b', parentSpanId: 'a', status: 'error', errorType: 'timeout' })
  expect(settled(root, failed).index).toMatchObject({ status: 'ok', errorType: '', errorCount: 1 })
  expect(settled({ ...root, status: 'error' }, failed).index).toMatchObject({
    status: 'error',
    errorType: 'timeout',
    errorCount: 2,
  })
})

test('a framework over the library of the provider is one call', () => {
  const outer = chatSpan({ spanId: 'b', parentSpanId: 'a', scopeName: 'langchain', hasMessages: true })
  const step = compactSpan({ spanId: 'c', parentSpanId: 'b', operationKind: 'chain' })
  const inner = chatSpan({ spanId: 'd', parentSpanId: 'c', scopeName: 'openai' })
  const { index, entries, trace } = settled(root, outer)
  expect(index.llmCallCount).toBe(1)
  expect(entries.map(({ spanId }) => spanId)).toEqual(['b'])
  trace.spans.push(step, inner)
  expect(trace.settle()).toMatchObject({ index: { llmCallCount: 1, inputTokens: 1000, costNanos: 210_000n } })
  expect(balances(trace.entries).map(({ spanId, calls }) => [spanId, calls])).toEqual([['b', 1]])
  expect(trace.patches.get('d')?.columns).toEqual({ is_aggregate: 'true', duplicate_of: `${root.traceId}:b` })
})

test('a model with the prefix of its vendor is the same within a call', () => {
  const { index } = settled(
    root,
    chatSpan({ spanId: 'b', parentSpanId: 'a', responseId: '', modelId: 'openai/gpt-4o-mini', startTimeNs: T0 }),
    chatSpan({ spanId: 'c', parentSpanId: 'b', responseId: '', modelId: 'gpt-4o-mini', startTimeNs: T0 }),
  )
  expect(index).toMatchObject({ llmCallCount: 1, inputTokens: 1000, outputTokens: 100 })
})

test('one response id within another is one call whatever the counts say', () => {
  const outer = chatSpan({ spanId: 'b', responseId: 'r1', outputTokens: 134 })
  const inner = chatSpan({ spanId: 'c', parentSpanId: 'b', responseId: 'r1', outputTokens: 133 })
  expect(settled(outer, inner).entries.map(({ spanId }) => spanId)).toEqual(['c'])
  const silent = { ...inner, inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }
  expect(settled(outer, silent).entries.map(({ spanId }) => spanId)).toEqual(['b'])
})

test('equal usage within a call is one call whatever its response is named, for gateways and frameworks name it anew', () => {
  const framework = chatSpan({ spanId: 'b', parentSpanId: 'a', responseId: 'run-019a6c2e-7d13-7b40-9d4f-2f0f6d1c8e55' })
  const provider = chatSpan({ spanId: 'c', parentSpanId: 'b', responseId: 'chatcmpl-CfQ2rT9vKx3LmN8pZs7Wd1Yh' })
  const calls = (...spans: CompactSpan[]) => settled(root, framework, ...spans).index.llmCallCount
  expect(calls(provider)).toBe(1)
  expect(calls({ ...provider, inputTokens: 999 })).toBe(2)
  const tool = compactSpan({ spanId: 'd', parentSpanId: 'b', operationKind: 'tool' })
  expect(calls(tool, { ...provider, parentSpanId: 'd' })).toBe(2)
})

test('spans whose parents are a ring are each there and counted once, in whatever order they came', () => {
  const ring = [
    chatSpan({ spanId: 'r1', parentSpanId: 'r3', startTimeNs: T0, inputTokens: 1, outputTokens: 1 }),
    chatSpan({ spanId: 'r2', parentSpanId: 'r1', startTimeNs: T0 + 1n, inputTokens: 2, outputTokens: 1 }),
    chatSpan({ spanId: 'r3', parentSpanId: 'r2', startTimeNs: T0 + 2n, inputTokens: 4, outputTokens: 1 }),
    chatSpan({ spanId: 'on', parentSpanId: 'r2', startTimeNs: T0 + 3n, inputTokens: 8, outputTokens: 1 }),
  ]
  for (const spans of [ring, ring.toReversed()]) {
    const { index, entries } = settled(...spans)
    expect(index).toMatchObject({
      rootSpanId: 'r1',
      rootSeen: false,
      spanCount: 4,
      llmCallCount: 4,
      inputTokens: 15,
      outputTokens: 4,
    })
    expect(entries.map(({ spanId }) => spanId).sort()).toEqual(['on', 'r1', 'r2', 'r3'])
  }
  const { index } = settled(root, ...ring)
  expect(index).toMatchObject({ rootSpanId: 'a', rootSeen: true, spanCount: 5, llmCallCount: 4, inputTokens: 15 })
})

test('what a tool or an agent beneath a call spends is a call of its own', () => {
  const outer = chatSpan({ spanId: 'b' })
  const tool = compactSpan({ spanId: 'c', parentSpanId: 'b', operationKind: 'tool' })
  const inner = chatSpan({ spanId: 'd', parentSpanId: 'c' })
  expect(settled(outer, tool, inner).index.llmCallCount).toBe(2)
})

test('two equal calls beneath a sum are two calls; a failed call and its retry too', () => {
  const outer = chatSpan({ spanId: 'b' })
  const calls = ['c', 'd'].map((spanId) => chatSpan({ spanId, parentSpanId: 'b' }))
  expect(settled(outer, ...calls).entries.map(({ spanId }) => spanId)).toEqual(['c', 'd'])
  const none = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined, status: 'error' } as const
  const failed = [chatSpan({ spanId: 'b', ...none }), chatSpan({ spanId: 'c', parentSpanId: 'b', ...none })]
  expect(settled(...failed).index).toMatchObject({ llmCallCount: 2, inputTokens: undefined, costStatus: 'unknown' })
})

test('libraries side by side that saw one response are one call, told by the one with messages', () => {
  const native = chatSpan({ spanId: 'b', parentSpanId: 'a', responseId: 'r1', scopeName: 'anthropic' })
  const told = { ...native, spanId: 'c', scopeName: 'traceloop', hasMessages: true }
  expect(settled(root, native, told).entries.map(({ spanId }) => spanId)).toEqual(['c'])
  const constant = { ...native, spanId: 'd' }
  expect(settled(root, native, constant).index.llmCallCount).toBe(2)
})

test('a remote agent counts where no call beneath it does', () => {
  const agent = chatSpan({ spanId: 'b', parentSpanId: 'a', operationKind: 'agent', isAggregate: false })
  const { entries, trace } = settled(root, agent)
  expect(entries.map(({ spanId }) => spanId)).toEqual(['b'])
  trace.spans.push(chatSpan({ spanId: 'c', parentSpanId: 'b' }))
  trace.settle()
  expect(balances(trace.entries).map(({ spanId }) => spanId)).toEqual(['c'])
})

test('a reported cost is preferred, and zero with tokens is no report', () => {
  const reported = chatSpan({ spanId: 'b', costReportedNanos: 500n, costInputReportedNanos: 300n })
  expect(settled(reported).entries).toMatchObject([
    { costSource: 'reported', priceVersion: '', inputCostNanos: 300n, outputCostNanos: 200n, costNanos: 500n },
  ])
  expect(settled({ ...reported, costReportedNanos: 0n, costInputReportedNanos: 0n }).entries).toMatchObject([
    { costSource: 'computed', costNanos: 210_000n },
  ])
})

test('a call without a price is counted, and its cost is unknown rather than zero', () => {
  const strange = chatSpan({ spanId: 'b', modelId: 'in-house-7b', provider: 'vllm' })
  expect(settled(strange)).toMatchObject({
    index: { costNanos: undefined, costStatus: 'unknown', inputTokens: 1000 },
    entries: [{ reason: 'unpriced', costSource: '', calls: 1, inputTokens: 1000, costNanos: 0n }],
  })
  expect(settled(strange, chatSpan({ spanId: 'c' })).index).toMatchObject({
    modelId: 'gpt-4o-mini',
    models: ['in-house-7b', 'gpt-4o-mini'],
    costNanos: 210_000n,
    costStatus: 'partial',
  })
})

test.each(['usageEstimated', 'usageIncomplete'])('%s makes the cost partial', (field) => {
  expect(settled(chatSpan({ spanId: 'b', [field]: true })).index.costStatus).toBe('partial')
})

test('a failed call without usage leaves the cost exact', () => {
  const failed = chatSpan({ spanId: 'b', status: 'error', inputTokens: undefined, outputTokens: undefined })
  expect(settled(failed, chatSpan({ spanId: 'c' })).index).toMatchObject({ costStatus: 'exact', llmCallCount: 2 })
})

test('who and where is taken from the root, then from the nearest ancestor', () => {
  const agent = compactSpan({ spanId: 'b', parentSpanId: 'a', featureId: 'search', team: 'blue' })
  const call = chatSpan({ spanId: 'c', parentSpanId: 'b' })
  const other = chatSpan({ spanId: 'd', parentSpanId: 'a', featureId: 'chat' })
  expect(settled({ ...root, team: 'red' }, agent, call, other).entries).toMatchObject([
    { spanId: 'c', featureId: 'search', team: 'red', environment: 'default' },
    { spanId: 'd', featureId: 'chat', team: 'red' },
  ])
})

test('messages in log records patch the span they belong to, before or after it', () => {
  const trace = new OneTrace()
  const log = { traceId: root.traceId, spanId: 'b', timeNs: T0, attributes: {} }
  trace.logs.push({ ...log, eventName: 'gen_ai.choice', body: '{"message":{"content":"Because."}}' })
  expect(trace.settle()).toBeUndefined()
  trace.spans.push(root, chatSpan({ spanId: 'b', parentSpanId: 'a' }))
  expect(trace.settle()).toMatchObject({
    index: { outputPreview: 'Because.', inputPreview: '' },
    patches: [{ spanId: 'b', columns: { output_preview: 'Because.' }, version: 1 }],
  })
  trace.logs.push({ ...log, eventName: 'gen_ai.user.message', body: '{"content":"Why?"}' })
  expect(trace.settle()).toMatchObject({
    index: { outputPreview: 'Because.', inputPreview: 'Why?' },
    patches: [{ columns: { input_preview: 'Why?', output_preview: 'Because.' }, version: 2 }],
    entries: [],
  })
})

test('a span that came with messages keeps them', () => {
  const trace = new OneTrace()
  trace.spans.push(chatSpan({ spanId: 'b', hasMessages: true, outputPreview: 'Mine.' }))
  const log = { traceId: root.traceId, spanId: 'b', timeNs: T0, attributes: { 'user.id': 'u1' } }
  trace.logs.push({ ...log, eventName: 'gen_ai.choice', body: '{"message":{"content":"Its."}}' })
  expect(trace.settle()).toMatchObject({
    index: { outputPreview: 'Mine.', userId: 'u1' },
    patches: [{ columns: { user_id: 'u1' } }],
  })
})

test('balances of spans that were not read stay as they are', () => {
  const { trace } = settled(chatSpan({ spanId: 'b' }), chatSpan({ spanId: 'c' }))
  trace.spans.splice(0, 1)
  expect(trace.settle()?.entries).toEqual([])
})
