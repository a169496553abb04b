import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import { claimOf } from './response-claims.ts'
import { concludeTrace, draftTrace } from './settle-trace.ts'
import type { CompactSpan } from './trace-facts.ts'

const root = compactSpan({ spanId: 'a', operationKind: 'agent', startTimeNs: 1n })
const TRACE = root.traceId

function settled(...spans: CompactSpan[]) {
  const trace = new OneTrace()
  trace.spans.push(...spans)
  const facts = trace.settle()
  const patch = (spanId: string) => trace.patches.get(spanId)
  return { facts, trace, patch, ledger: balances(trace.entries) }
}

const outer = chatSpan({ spanId: 'b', parentSpanId: 'a', scopeName: 'framework', hasMessages: true })
const inner = chatSpan({ spanId: 'c', parentSpanId: 'b', scopeName: 'native' })

test('the span with messages stays, and the usage is that of the one that counted', () => {
  const call = { ...inner, responseId: 'r1', inputTokens: 1462, cacheReadTokens: 1088, finishReason: 'stop' }
  const { patch, ledger } = settled(root, { ...outer, responseId: 'r1', inputTokens: 317 }, call)
  expect(ledger).toMatchObject([{ spanId: 'b', inputTokens: 1462, cacheReadTokens: 1088 }])
  expect(patch('b')?.columns).toEqual({
    input_tokens: '1462',
    cache_read_tokens: '1088',
    uncached_input_tokens: '374',
    usage_missing: 'false',
    finish_reason: 'stop',
  })
  expect(patch('c')?.columns).toEqual({ is_aggregate: 'true', duplicate_of: `${TRACE}:b` })
})

test('a sum of several calls is not told as one of them', () => {
  const sum = { ...outer, responseId: 'r2', inputTokens: 3000 }
  const first = { ...inner, responseId: 'r1' }
  const second = { ...inner, spanId: 'd', responseId: 'r2', usageIncomplete: true }
  const { ledger, facts } = settled(root, sum, first, second)
  expect(ledger.map(({ inputTokens }) => inputTokens)).toEqual([1000, 1000])
  expect(facts?.index.llmCallCount).toBe(2)
})

test('a repetition of two calls keeps its place, for it is neither', () => {
  const twice = [inner, { ...inner, spanId: 'd' }]
  const { ledger, patch } = settled(root, outer, ...twice)
  expect(ledger.map(({ spanId }) => spanId)).toEqual(['c', 'd'])
  expect(patch('b')?.columns).toEqual({ is_aggregate: 'true', duplicate_of: `${TRACE}:c` })
})

test('a guess gives way to a count, and a reported cost is kept whoever reports it', () => {
  const guess = { ...outer, responseId: 'r1', usageEstimated: true, costReportedNanos: 5n }
  const count = { ...inner, spanId: 'd', parentSpanId: 'a', responseId: 'r1', inputTokens: 7 }
  const { ledger, patch } = settled(root, guess, count)
  expect(ledger).toMatchObject([{ spanId: 'b', inputTokens: 7, costNanos: 5n, costSource: 'reported' }])
  expect(patch('b')?.columns).toMatchObject({ input_tokens: '7', usage_estimated: 'false' })
})

test('content that only a repetition has is copied to the call that counts', () => {
  const asked = { ...outer, responseId: 'r1', hasOutput: false, outputPreview: '' }
  const answered = { ...outer, spanId: 'c', parentSpanId: 'b', scopeName: 'native', responseId: 'r1', hasInput: false }
  const { patch, facts } = settled(root, asked, { ...answered, hasTools: true, outputPreview: 'Because.' })
  expect(patch('c')?.fills).toEqual([
    { part: 'input', from: { traceId: TRACE, spanId: 'b', timeNs: asked.startTimeNs } },
  ])
  expect(facts?.index.outputPreview).toBe('Because.')
})

const SILENT = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }

test('a call within a call of one model, of which one says nothing, is a wrapper', () => {
  expect(settled(root, { ...outer, ...SILENT }, inner).ledger).toMatchObject([{ spanId: 'b', inputTokens: 1000 }])
  expect(settled(root, outer, { ...inner, ...SILENT }).ledger).toMatchObject([{ spanId: 'b', inputTokens: 1000 }])
  const failed = { ...inner, ...SILENT, status: 'error' as const }
  expect(settled(root, { ...outer, ...SILENT }, failed).ledger).toHaveLength(2)
  const other = { ...inner, ...SILENT, modelId: 'gpt-4o' }
  expect(settled(root, outer, other).ledger).toHaveLength(2)
  const answered = { ...inner, ...SILENT, responseId: 'r2' }
  expect(settled(root, { ...outer, responseId: 'r1' }, answered).ledger).toHaveLength(2)
})

test('a stream and the record of its end are one call', () => {
  const asked = { parentSpanId: 'a', scopeName: 'logfire', inputHash: 'h', hasMessages: true }
  const stream = chatSpan({ ...asked, ...SILENT, spanId: 'b', startTimeNs: 5n })
  const record = chatSpan({ ...asked, spanId: 'c', startTimeNs: 9n, endTimeNs: 9n })
  const { ledger, patch } = settled(root, stream, record)
  expect(ledger).toMatchObject([{ spanId: 'c', calls: 1, inputTokens: 1000 }])
  expect(patch('b')?.columns.duplicate_of).toBe(`${TRACE}:c`)
  const again = { ...stream, spanId: 'd', startTimeNs: 10n }
  expect(settled(root, stream, record, again).facts?.index.llmCallCount).toBe(2)
  const native = { ...inner, responseId: 'r1', startTimeNs: 6n }
  expect(settled(root, stream, native, record).ledger).toMatchObject([{ calls: 1, inputTokens: 1000 }])
})

test('a patch is written once, and taken back when it is no longer so', () => {
  const { trace, patch } = settled(root, outer, inner)
  expect(trace.settle()?.patches).toEqual([])
  const agent = compactSpan({ spanId: 'x', parentSpanId: 'b', operationKind: 'agent', startTimeNs: 2n })
  trace.spans.splice(2, 1, { ...inner, parentSpanId: 'x' }, agent)
  expect(trace.settle()?.patches.map(({ spanId }) => spanId)).toEqual(['c'])
  expect(patch('c')).toMatchObject({ columns: {}, print: '' })
})

test('usage that calls beneath account for is marked as a sum', () => {
  const remote = chatSpan({ spanId: 'b', parentSpanId: 'a', operationKind: 'agent', isAggregate: false })
  expect(settled(root, remote).patch('b')).toBeUndefined()
  expect(settled(root, remote, inner).patch('b')?.columns).toEqual({ is_aggregate: 'true' })
})

test('a call that another trace tells better counts nothing, nor do its repetitions', () => {
  const named = { ...outer, responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL' }
  const trace = new OneTrace()
  trace.spans.push(root, named, { ...inner, responseId: named.responseId })
  const draft = draftTrace(trace.read())
  if (draft === undefined) throw new Error('The trace has no draft.')
  expect(draft.claims.map(({ span }) => span.spanId)).toEqual(['b'])
  const other = { traceId: 'ff', spanId: 'z' }
  const facts = concludeTrace(draft, new Map([['b', { repeats: other }]]))
  expect(facts).toMatchObject({ entries: [], index: { llmCallCount: 0, inputTokens: undefined } })
  expect(facts.patches.map(({ spanId, columns }) => [spanId, columns.duplicate_of])).toEqual([
    ['b', 'ff:z'],
    ['c', 'ff:z'],
  ])
})

test('a call takes from another trace what it lacks, but not who asked', () => {
  const named = {
    ...outer,
    responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    inputTokens: undefined,
    outputTokens: undefined,
  }
  const elsewhere = { ...named, traceId: 'ff', userId: 'u9', inputTokens: 5, outputTokens: 6, hasTools: true }
  const trace = new OneTrace()
  trace.spans.push(root, named)
  const draft = draftTrace(trace.read())
  if (draft === undefined) throw new Error('The trace has no draft.')
  const facts = concludeTrace(draft, new Map([['b', { tellings: [elsewhere] }]]))
  expect(facts.entries).toMatchObject([{ spanId: 'b', inputTokens: 5, outputTokens: 6, userId: '' }])
  expect(facts.patches[0]?.fills).toEqual([
    { part: 'tools', from: { traceId: 'ff', spanId: 'b', timeNs: elsewhere.startTimeNs } },
  ])
  const response = { response: '', by: 'id' } as const
  expect(claimOf(named, response).told).not.toBe(claimOf({ ...named, finishReason: 'stop' }, response).told)
})

test('a span that says nothing inherits by a patch only what its trace does not say of all', () => {
  const agent = compactSpan({
    spanId: 'x',
    parentSpanId: 'a',
    userId: 'u2',
    tags: ['t'],
    promptName: 'p',
    promptVersion: '2',
  })
  const { facts, patch } = settled({ ...root, sessionId: 's' }, agent, chatSpan({ spanId: 'b', parentSpanId: 'x' }))
  expect(facts?.index).toMatchObject({ userId: 'u2', sessionId: 's', tags: ['t'], promptName: 'p', promptVersion: '2' })
  expect(patch('b')).toBeUndefined()
  const other = compactSpan({ spanId: 'y', parentSpanId: 'a', userId: 'u3', startTimeNs: 2n })
  const two = settled(root, other, agent, chatSpan({ spanId: 'b', parentSpanId: 'x' }))
  expect(two.facts?.index.userId).toBe('u3')
  expect(two.patch('b')?.columns).toEqual({ user_id: 'u2' })
})
