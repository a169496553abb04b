import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import { concludeTrace, draftTrace } from './settle-trace.ts'
import type { CompactSpan } from './trace-facts.ts'

const root = compactSpan({ spanId: 'a', operationKind: 'chain', startTimeNs: 1n })
/** An agent of an SDK that tells of its runs alone: what it used stands on a span that is no call. */
const agent = chatSpan({
  spanId: 'b',
  parentSpanId: 'a',
  operationKind: 'agent',
  isAggregate: true,
  spanKind: 'internal',
})
const SILENT = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }
const call = chatSpan({ spanId: 'c', parentSpanId: 'b' })

function settled(...spans: CompactSpan[]) {
  const trace = new OneTrace()
  trace.spans.push(...spans)
  return { trace, facts: trace.settle(), patch: (spanId: string) => trace.patches.get(spanId)?.columns }
}

/** What stands in the ledger: `[span, calls, input tokens]`. */
function billed({ entries }: OneTrace) {
  return balances(entries).map(({ spanId, calls, inputTokens }) => [spanId, calls, inputTokens])
}

test('usage that no call tells of counts once, until a call beneath it does', () => {
  const { trace, facts, patch } = settled(root, agent)
  expect(billed(trace)).toEqual([['b', 1, 1000]])
  expect(facts?.index).toMatchObject({ inputTokens: 1000, costNanos: 210_000n, costStatus: 'exact', llmCallCount: 0 })
  expect(patch('b')).toEqual({ is_aggregate: 'false' })
  trace.spans.push(compactSpan({ spanId: 'x', parentSpanId: 'b', operationKind: 'tool' }))
  trace.spans.push(chatSpan({ spanId: 'c', parentSpanId: 'x', inputTokens: 400 }))
  expect(trace.settle()?.index).toMatchObject({ inputTokens: 400, llmCallCount: 1 })
  expect(billed(trace)).toEqual([['c', 1, 400]])
  expect(patch('b')).toEqual({})
})

test('calls that do not say what they used are counted, and what they used is told by the span above them', () => {
  const silent = { ...call, ...SILENT }
  const { trace, facts } = settled(root, agent, silent, { ...silent, spanId: 'd' })
  expect(billed(trace)).toEqual([
    ['b', 0, 1000],
    ['c', 1, 0],
    ['d', 1, 0],
  ])
  expect(facts?.index).toMatchObject({ llmCallCount: 2, inputTokens: 1000, costStatus: 'exact' })
  const elsewhere = settled(root, agent, silent, { ...silent, spanId: 'd', parentSpanId: 'a' })
  expect(elsewhere.facts?.index).toMatchObject({ llmCallCount: 2, inputTokens: 1000, costStatus: 'partial' })
})

test('a call that failed says nothing of what was used', () => {
  const { trace } = settled(root, agent, { ...call, ...SILENT, status: 'error' })
  expect(billed(trace)).toEqual([
    ['b', 1, 1000],
    ['c', 1, 0],
  ])
})

test('of sums within sums the innermost count', () => {
  const step = { ...agent, spanId: 'd', parentSpanId: 'b', operationKind: 'chain', inputTokens: 300 }
  const { trace, patch } = settled(root, agent, step, { ...step, spanId: 'e', inputTokens: 700 })
  expect(billed(trace)).toEqual([
    ['d', 1, 300],
    ['e', 1, 700],
  ])
  expect(patch('b')).toBeUndefined()
})

test('usage with output is no sum of what was embedded', () => {
  const embedding = { ...call, operationKind: 'embeddings', inputTokens: 11, outputTokens: undefined }
  expect(billed(settled(root, agent, embedding).trace)).toEqual([
    ['b', 1, 1000],
    ['c', 1, 11],
  ])
  const wrapper = { ...agent, operationKind: 'chain', inputTokens: 11, outputTokens: undefined }
  expect(billed(settled(root, wrapper, embedding).trace)).toEqual([['c', 1, 11]])
})

test('a call whose parent did not arrive may belong to what was under way when it began', () => {
  const [from, until] = [agent.startTimeNs, agent.endTimeNs]
  const stray = (fields: Partial<CompactSpan>) => ({ ...call, parentSpanId: 'lost', startTimeNs: from + 1n, ...fields })
  expect(billed(settled(root, agent, stray({})).trace)).toEqual([['c', 1, 1000]])
  expect(billed(settled(root, agent, stray({ startTimeNs: until + 1n })).trace)).toHaveLength(2)
  expect(billed(settled({ ...agent, parentSpanId: 'lost' }, stray({})).trace)).toHaveLength(2)
  const others = [stray({}), stray({ spanId: 'd', parentSpanId: 'lost too' })]
  expect(billed(settled({ ...agent, parentSpanId: 'lost' }, ...others).trace)).toEqual([
    ['c', 1, 1000],
    ['d', 1, 1000],
  ])
})

test('a span that names the response of a call tells of that call', () => {
  const named = { ...agent, responseId: 'r1' }
  expect(billed(settled(root, named, { ...call, parentSpanId: 'a', responseId: 'r1' }).trace)).toEqual([['c', 1, 1000]])
})

test.each<Partial<CompactSpan>>([
  { operationKind: 'tool' },
  { operationKind: 'chat' },
  { inputTokens: 0, outputTokens: 0 },
])('an aggregate of %o counts nothing', (fields) => {
  expect(billed(settled(root, { ...agent, ...fields }).trace)).toEqual([])
})

test('a call that counts in another trace accounts for the span above it', () => {
  const named = { ...call, ...SILENT, responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL' }
  const { trace } = settled(root, agent, named)
  expect(billed(trace)).toEqual([
    ['b', 0, 1000],
    ['c', 1, 0],
  ])
  const draft = draftTrace(trace.read())
  if (draft === undefined) throw new Error('The trace has no draft.')
  trace.write(concludeTrace(draft, new Map([['c', { repeats: { traceId: 'ff', spanId: 'z' } }]])))
  expect(billed(trace)).toEqual([])
})
