import type { CompactSpan, LedgerDimensions } from '@pyflare/domain'
import { capturedRecords, listCaptures, readCapture } from '@pyflare/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from '../seeded-random.fixture.ts'
import { type Delivery, ManyWriters } from './many-writers.fixture.ts'
import { AMOUNTS, type MemorySettlement } from './memory-settlement.fixture.ts'

/** Real captures, whole libraries of them, and what two libraries told of one call in two traces. */
const captures = listCaptures()
const TOLD_TWICE = /anthropic|logfire|litellm|langfuse/
const chosen = captures.filter(({ library }) => TOLD_TWICE.test(library))

/** A span of a capture, of which the tests below say other things. */
function plainSpan(): CompactSpan {
  const [body] = readCapture('python-otel-genai-openai', 'chat').bodies
  const [first] = body === undefined ? [] : capturedRecords(body).spans
  if (first === undefined) throw new Error('The capture has no span.')
  const silent = { outputTokens: undefined, totalTokens: undefined, reasoningTokens: undefined, isAggregate: false }
  return { ...first, ...silent, endTimeNs: 30n, hasOutput: false, hasInstructions: false, tags: [] }
}

function deliveries(names: readonly { library: string; scenario: string }[]): Delivery[] {
  return names.flatMap(({ library, scenario }) => readCapture(library, scenario).bodies.map(capturedRecords))
}

/** One by one or a few together, in any order, some twice. */
function disturbed(calm: readonly Delivery[], random: (below: number) => number): Delivery[] {
  const single = calm.flatMap(({ spans, logs }): Delivery[] => [
    ...spans.map((span) => ({ spans: [span], logs: [] })),
    ...logs.map((log) => ({ spans: [], logs: [log] })),
  ])
  const all = [...single, ...single.filter(() => random(5) === 0)]
  for (let at = all.length - 1; at > 0; at--) {
    const other = random(at + 1)
    const [here, there] = [all[at], all[other]]
    if (here !== undefined && there !== undefined) [all[at], all[other]] = [there, here]
  }
  const blocks: Delivery[] = []
  while (all.length > 0) {
    const together = all.splice(0, 1 + random(6))
    blocks.push({ spans: together.flatMap(({ spans }) => spans), logs: together.flatMap(({ logs }) => logs) })
  }
  return blocks
}

async function calmly(calm: readonly Delivery[]): Promise<MemorySettlement> {
  const writers = new ManyWriters(1, () => 0, 0)
  writers.deliver({ spans: calm.flatMap(({ spans }) => spans), logs: calm.flatMap(({ logs }) => logs) })
  await writers.run()
  return writers.memory
}

async function anyhow(calm: readonly Delivery[], seed: number): Promise<MemorySettlement> {
  const random = randomOf(seed)
  const writers = new ManyWriters(1 + random(4), random, random(30))
  const blocks = disturbed(calm, random)
  while (blocks.length > 0) {
    for (const block of blocks.splice(0, 1 + random(blocks.length))) writers.deliver(block)
    await writers.run()
  }
  return writers.memory
}

/** Everything but how often it was written. */
function stateOf(memory: MemorySettlement) {
  const byKey = <Value>(entries: Iterable<readonly [string, Value]>) =>
    Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
  const traceIds = [...memory.spans.keys()]
  return {
    index: byKey([...memory.index].map(([traceId, { version: _, ...row }]) => [traceId, row])),
    ledger: byKey(
      traceIds.flatMap((traceId) =>
        memory.balances(traceId).map((balance) => [`${traceId}:${balance.spanId} ${balance.fingerprint}`, balance]),
      ),
    ),
    patches: byKey(
      [...memory.patches].filter(([, { print }]) => print !== '').map(([key, { columns }]) => [key, columns]),
    ),
    claims: byKey(
      [...memory.claims]
        .filter(([, { withdrawn }]) => !withdrawn)
        .map(([key, { traceId, spanId, verdict }]) => [key, { traceId, spanId, verdict }]),
    ),
  }
}

/** Sums of every entry ever made, by each value of each dimension. */
function totals(memory: MemorySettlement): Record<string, Record<string, unknown>> {
  const sums: Record<string, Record<string, number>> = {}
  for (const { entry } of memory.entries) {
    for (const dimension of DIMENSIONS) {
      const key = `${dimension} ${entry[dimension]}`
      const sum = sums[key] ?? {}
      sums[key] = sum
      for (const amount of AMOUNTS) sum[amount] = (sum[amount] ?? 0) + Number(entry[amount])
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => Object.values(sum).some((value) => value !== 0)))
}

const DIMENSIONS: readonly (keyof LedgerDimensions)[] = [
  ...(['timeNs', 'modelId', 'modelVersion', 'provider', 'operationKind', 'serviceName', 'userId'] as const),
  ...(['sessionId', 'featureId', 'team', 'environment', 'release', 'costSource', 'priceVersion'] as const),
]

/** Few values each, so that traces, ids, models, usage and times often meet. */
const span: fc.Arbitrary<CompactSpan> = fc
  .record({
    traceId: fc.constantFrom('0001', '0002', '0003', '0004'),
    spanId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    parentSpanId: fc.constantFrom('', '', 'a', 'b', 'missing'),
    startTimeNs: fc.constantFrom(0n, 10n, 20n),
    endTimeNs: fc.constantFrom(20n, 30n),
    inputHash: fc.constantFrom('', 'h'),
    status: fc.constantFrom('unset', 'unset', 'error'),
    scopeName: fc.constantFrom('s1', 's2', 's3'),
    operationKind: fc.constantFrom('chat', 'chat', 'chat', 'agent'),
    isAggregate: fc.constantFrom(false, false, true),
    responseId: fc.constantFrom('', 'msg_01XFDUDYJgAACzvnptvVoYEL', 'resp_2a251e0503ae3de2', 'chatcmpl-1'),
    modelId: fc.constantFrom('gpt-4o-mini', 'unheard-of'),
    inputTokens: fc.constantFrom(undefined, 7, 1000),
    cacheReadTokens: fc.constantFrom(undefined, 5),
    usageEstimated: fc.boolean(),
    costReportedNanos: fc.constantFrom(undefined, 5n),
    userId: fc.constantFrom('', 'u1', 'u2'),
    finishReason: fc.constantFrom('', 'stop'),
    hasMessages: fc.boolean(),
    hasInput: fc.boolean(),
    hasTools: fc.boolean(),
  })
  .map((fields) => ({ ...NOTHING_SAID, ...fields }))

const NOTHING_SAID = plainSpan()

const DETAILS = 'gen_ai.client.inference.operation.details'

const log = fc.record({
  traceId: fc.constantFrom('0001', '0002'),
  spanId: fc.constantFrom('a', 'b'),
  timeNs: fc.constantFrom(1n, 2n),
  eventName: fc.constantFrom('gen_ai.user.message', 'gen_ai.choice', DETAILS, DETAILS),
  body: fc.constantFrom('{"content":"one"}', '{"message":{"content":"two"}}'),
  attributes: fc.constantFrom<Record<string, string>>(
    {},
    { 'user.id': 'u1' },
    { 'gen_ai.usage.input_tokens': '7' },
    { 'gen_ai.usage.input_tokens': '1000' },
  ),
})

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })

describe('shuffled, split, doubled and delayed, on several writers that are stopped between any two steps', () => {
  it.each(captures)('$library $scenario ends the same', async ({ library, scenario }) => {
    const calm = deliveries([{ library, scenario }])
    const expected = stateOf(await calmly(calm))
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        expect(stateOf(await anyhow(calm, seed))).toEqual(expected)
      }),
      { numRuns: 3 },
    )
  })

  it('whatever was told, it ends the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.uniqueArray(span, {
          selector: ({ traceId, spanId }) => `${traceId}:${spanId}`,
          minLength: 2,
          maxLength: 12,
        }),
        fc.array(log, { maxLength: 4 }),
        async (seed, spans, logs) => {
          const calm = [{ spans, logs }]
          const [quiet, wild] = [await calmly(calm), await anyhow(calm, seed)]
          expect(stateOf(wild)).toEqual(stateOf(quiet))
          expect(totals(wild)).toEqual(totals(quiet))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('several programs at once end the same, and every total of the ledger is the sum over calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.uniqueArray(fc.nat(chosen.length - 1), { minLength: 2, maxLength: 5 }),
        async (seed, at) => {
          const calm = deliveries(at.flatMap((position) => chosen[position] ?? []))
          const [quiet, wild] = [await calmly(calm), await anyhow(calm, seed)]
          expect(stateOf(wild)).toEqual(stateOf(quiet))
          expect(totals(wild)).toEqual(totals(quiet))
        },
      ),
      { numRuns: 40 },
    )
  })
})
