import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactSpan } from './compact-span.fixture.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import { settleTrace } from './settle-trace.ts'
import type { CompactSpan, ContentLog } from './trace-facts.ts'

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const id = fc.constantFrom(...IDS)
const text = (...values: string[]) => fc.constantFrom('', ...values)
const tokens = fc.option(fc.constantFrom(0, 7, 1000), { nil: undefined })
const nanos = fc.option(fc.constantFrom(0n, 5n, 1000n), { nil: undefined })

/** Few values each, so that ids, models, usage and times often meet. */
const span: fc.Arbitrary<CompactSpan> = fc
  .record({
    spanId: id,
    parentSpanId: fc.oneof(fc.constant(''), id, fc.constant('missing')),
    startTimeNs: fc.constantFrom(0n, 10n, 20n, 30n),
    endTimeNs: fc.constantFrom(0n, 15n, 40n),
    name: text('x'),
    scopeName: text('s1', 's2'),
    status: fc.constantFrom('unset', 'ok', 'error'),
    errorType: text('timeout'),
    operationKind: fc.constantFrom('chat', 'embeddings', 'agent', 'tool', 'chain', 'span'),
    isAggregate: fc.boolean(),
    modelId: text('gpt-4o-mini', 'unheard-of'),
    responseId: text('r1', 'r2'),
    provider: text('openai'),
    inputTokens: tokens,
    outputTokens: tokens,
    cacheReadTokens: tokens,
    costReportedNanos: nanos,
    userId: text('u1', 'u2'),
    environment: fc.constantFrom('default', 'production'),
    tags: fc.constantFrom([], ['t']),
    inputPreview: text('hello'),
    outputPreview: text('bye'),
    hasMessages: fc.boolean(),
  })
  .map((fields) => compactSpan(fields as Partial<CompactSpan> & { spanId: string }))

const log: fc.Arbitrary<ContentLog> = fc.record({
  traceId: fc.constant('0af7651916cd43dd8448eb211c80319c'),
  spanId: id,
  timeNs: fc.constantFrom(1n, 2n),
  eventName: fc.constantFrom('gen_ai.user.message', 'gen_ai.choice', 'gen_ai.client.inference.operation.details'),
  body: fc.constantFrom('{"content":"one"}', '{"message":{"content":"two"}}', 'three'),
  attributes: fc.constantFrom<Record<string, string>>(
    {},
    { 'user.id': 'u1' },
    { 'user.id': 'u2' },
    { 'gen_ai.usage.input_tokens': '7' },
    { 'gen_ai.usage.input_tokens': '1000' },
  ),
})

type Arrival = { span: CompactSpan } | { log: ContentLog }

function settleInSteps(steps: readonly (readonly Arrival[])[]) {
  const trace = new OneTrace()
  for (const step of steps) {
    for (const arrival of step) {
      if ('span' in arrival) trace.spans.push(arrival.span)
      else trace.logs.push(arrival.log)
    }
    trace.settle()
  }
  const { version: _, ...index } = trace.index ?? { version: 0 }
  const patches = [...trace.patches.values()].map(({ spanId, columns }) => [spanId, columns] as const)
  const told = patches.filter(([, columns]) => Object.keys(columns).length > 0)
  return { index, patches: told.sort(), ledger: balances(trace.entries) }
}

/** The same arrivals shuffled, some of them twice, cut into settlings. */
const histories = fc
  .tuple(fc.array(span, { maxLength: 10 }), fc.array(log, { maxLength: 4 }))
  .map(([spans, logs]): Arrival[] => [...spans.map((one) => ({ span: one })), ...logs.map((one) => ({ log: one }))])
  .chain((arrivals) =>
    fc.record({
      arrivals: fc.constant(arrivals),
      shuffled: fc
        .tuple(fc.shuffledSubarray(arrivals, { minLength: arrivals.length }), fc.subarray(arrivals))
        .map(([all, again]) => [...all, ...again]),
      cuts: fc.array(fc.nat(20), { maxLength: 4 }),
    }),
  )

test('whatever the order, the cuts and the repeats, the facts end the same', () => {
  fc.assert(
    fc.property(histories, ({ arrivals, shuffled, cuts }) => {
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, shuffled.length)).sort((a, b) => a - b), shuffled.length]
      const steps = bounds.slice(1).map((end, at) => shuffled.slice(bounds[at], end))
      expect(settleInSteps(steps)).toEqual(settleInSteps([arrivals]))
    }),
    { numRuns: 3000 },
  )
})

test('no span is counted twice, and totals of the index are those of the ledger', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), (spans) => {
      const trace = new OneTrace()
      trace.spans.push(...spans)
      const facts = trace.settle()
      const ledger = balances(trace.entries)
      // What calls used may stand above them: it is of no call beside them.
      expect(
        ledger.every(
          ({ calls, inputTokens, outputTokens, costNanos }) =>
            calls === 1 || (calls === 0 && (inputTokens > 0 || outputTokens > 0 || costNanos > 0n)),
        ),
      ).toBe(true)
      expect(new Set(ledger.map(({ spanId }) => spanId)).size).toBe(ledger.length)
      const sum = (read: (balance: (typeof ledger)[number]) => number) =>
        ledger.reduce((all, one) => all + read(one), 0)
      expect(sum(({ inputTokens }) => inputTokens)).toBe(facts?.index.inputTokens ?? 0)
      expect(sum(({ costNanos }) => Number(costNanos))).toBe(Number(facts?.index.costNanos ?? 0n))
    }),
    { numRuns: 30000 },
  )
})

const many = 50_000
const name = (position: number) => position.toString(16).padStart(16, '0')
const chat = { operationKind: 'chat', modelId: 'gpt-4o-mini', provider: 'openai', inputTokens: 7, outputTokens: 1 }

test.each<[string, (position: number) => Partial<CompactSpan>]>([
  ['a chain of spans', (at) => ({ parentSpanId: at === 0 ? '' : name(at - 1) })],
  ['a chain of equal calls', (at) => ({ ...chat, parentSpanId: at === 0 ? '' : name(at - 1), responseId: 'r' })],
  ['equal calls beneath one root', (at) => ({ ...(at === 0 ? {} : chat), parentSpanId: at === 0 ? '' : name(0) })],
  ['siblings with one response id', (at) => ({ ...chat, responseId: 'r', scopeName: `${at}` })],
  ['one ring', (at) => ({ parentSpanId: name((at + 1) % many) })],
  ['rings of two', (at) => ({ parentSpanId: name(at ^ 1) })],
  ['spans that are their own parents', (at) => ({ parentSpanId: name(at) })],
  ['no parent that arrived', (at) => ({ parentSpanId: `${name(at)}x` })],
  ['one span again and again', () => ({ spanId: name(0) })],
])('settles 50,000 spans: %s', (_, fields) => {
  const spans = Array.from({ length: many }, (__, at) =>
    compactSpan({ spanId: name(at), startTimeNs: BigInt(at), ...fields(at) }),
  )
  const input = {
    traceId: '',
    spans,
    contentLogs: [],
    balances: [],
    previous: undefined,
    patchPrints: new Map(),
    cut: false,
  }
  const facts = settleTrace(input)
  expect(facts?.index.spanCount).toBe(new Set(spans.map(({ spanId }) => spanId)).size)
})
