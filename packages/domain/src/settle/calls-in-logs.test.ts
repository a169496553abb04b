import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import type { CompactSpan } from './trace-facts.ts'

const root = compactSpan({ spanId: 'a', operationKind: 'agent', startTimeNs: 1n })
const shared = chatSpan({ spanId: 'b', parentSpanId: 'a', inputTokens: 746, outputTokens: 138, totalTokens: 884 })

function details(input: number, output: number, more: Record<string, string> = {}) {
  const attributes = { 'gen_ai.usage.input_tokens': `${input}`, 'gen_ai.usage.output_tokens': `${output}`, ...more }
  return {
    ...{ traceId: root.traceId, spanId: 'b', timeNs: 0n, body: '' },
    ...{ eventName: 'gen_ai.client.inference.operation.details', attributes },
  }
}

function settled(spans: CompactSpan[], ...logs: ReturnType<typeof details>[]) {
  const trace = new OneTrace()
  trace.spans.push(...spans)
  trace.logs.push(...logs)
  const facts = trace.settle()
  const ledger = balances(trace.entries).map(({ spanId, calls, inputTokens }) => [spanId, calls, inputTokens])
  return { trace, facts, ledger }
}

test('calls that share a span are told by a record each', () => {
  const { trace, facts, ledger } = settled([root, shared], details(723, 134), details(746, 138), details(746, 138))
  expect(ledger).toEqual([['b', 2, 1469]])
  expect(facts?.index).toMatchObject({ llmCallCount: 2, inputTokens: 1469, outputTokens: 272, totalTokens: 1741 })
  expect(trace.patches.get('b')?.columns).toMatchObject({ input_tokens: '1469', output_tokens: '272' })
  expect(trace.settle()).toMatchObject({ entries: [], patches: [] })
})

test('a record of the call that the span tells of says nothing new', () => {
  expect(settled([root, shared], details(746, 138)).ledger).toEqual([['b', 1, 746]])
  const same = { 'gen_ai.response.id': 'r1' }
  expect(settled([root, shared], details(746, 1, same), details(746, 138, same)).ledger).toEqual([['b', 1, 746]])
})

test('records that count in another way than the span are not added up', () => {
  expect(settled([root, shared], details(700, 1), details(701, 2)).ledger).toEqual([['b', 1, 746]])
})

test('a span that says nothing itself used what its records tell', () => {
  const silent = { ...shared, inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }
  expect(settled([root, silent], details(746, 138)).ledger).toEqual([['b', 1, 746]])
  expect(
    settled([{ ...silent, operationKind: 'agent', isAggregate: true }], details(1, 2), details(3, 4)).ledger,
  ).toEqual([['b', 2, 4]])
})

test('a sum of calls that are told by records is that many', () => {
  const agent = { ...shared, operationKind: 'agent', isAggregate: true, inputTokens: 1469, outputTokens: 272 }
  expect(settled([root, agent], details(723, 134), details(746, 138)).ledger).toEqual([['b', 2, 1469]])
})

test('where calls stand beneath the span, or other traces may tell of it, its records tell of no others', () => {
  const beneath = chatSpan({ spanId: 'c', parentSpanId: 'b', inputTokens: 723, outputTokens: 134 })
  expect(settled([root, shared, beneath], details(723, 134), details(746, 138)).ledger).toEqual([
    ['b', 1, 746],
    ['c', 1, 723],
  ])
  const named = { ...shared, responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL' }
  expect(settled([root, named], details(723, 134), details(746, 138)).ledger).toEqual([['b', 1, 746]])
})
