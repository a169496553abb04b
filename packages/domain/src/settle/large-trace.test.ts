import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { LargeTrace } from './large-trace.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import { settleTrace } from './settle-trace.ts'
import type { CompactSpan, LedgerEntry, SettleInput, SpanPatch, TraceIndex } from './trace-facts.ts'

const SECOND = 1_000_000_000n
const input = (spans: readonly CompactSpan[], cut = false): SettleInput => ({ ...new OneTrace().read(), spans, cut })

/** Settles the spans as a store with windows of `size` gives them. */
function settleInWindows(all: readonly CompactSpan[], size: number) {
  const spans = [...all].sort((a, b) => Number(a.startTimeNs - b.startTimeNs) || (a.spanId < b.spanId ? -1 : 1))
  const root = spans.find(({ parentSpanId }) => parentSpanId === '')
  const users = spans.filter(({ userId }) => userId !== '')
  const large = new LargeTrace({
    traceId: spans[0]?.traceId ?? '',
    root,
    firsts: users.slice(0, 1),
    previous: undefined,
  })
  const trace = new OneTrace()
  const sizes: number[] = []
  for (let from = 0; from < spans.length; ) {
    const draft = large.draft(input(spans.slice(from, from + size), from + size < spans.length))
    if (draft === undefined) throw new Error('The window has no spans.')
    trace.write(large.conclude(draft, new Map()))
    sizes.push(draft.tree.spans.length)
    from += draft.tree.spans.length
  }
  const last = large.finish()
  trace.write(last)
  return { ...factsOf(last?.index, trace.entries, trace.patches.values()), sizes }
}

function settleWhole(spans: readonly CompactSpan[]) {
  const facts = settleTrace(input(spans))
  return factsOf(facts?.index, facts?.entries ?? [], facts?.patches ?? [])
}

/** Models stand in the order in which their calls were counted, and some of a large trace are counted later. */
function factsOf(index: TraceIndex | undefined, entries: readonly LedgerEntry[], patches: Iterable<SpanPatch>) {
  return {
    index: { ...index, models: index?.models.toSorted() },
    ledger: balances(entries),
    patches: [...patches].map(({ spanId, columns }) => [spanId, columns]).sort(),
  }
}

/** Turns of an agent that goes on all day: each asks a model through a framework, and some use a tool that asks again. */
const turn = fc.record({
  /** A moment in which no call is under way: without one windows are cut anywhere, and may tell less than the whole. */
  gap: fc.integer({ min: 1, max: 20 }),
  length: fc.integer({ min: 1, max: 20 }),
  native: fc.boolean(),
  tool: fc.boolean(),
  model: fc.constantFrom('gpt-4o-mini', 'gpt-4o', 'unheard-of'),
  userId: fc.constantFrom('', '', '', 'u1', 'u2'),
  failed: fc.boolean(),
  /** Whose calls say nothing, and where then what they used is told. */
  silent: fc.constantFrom('', '', 'untold', 'step'),
  /** After how many turns the agent's run ends that began before. */
  ends: fc.constantFrom(false, false, true),
  stray: fc.constantFrom(false, false, false, true),
})

type Turn = typeof turn extends fc.Arbitrary<infer One> ? One : never

function dayOf(turns: readonly Turn[], sums: Partial<CompactSpan>): CompactSpan[] {
  const day = 86_400n * SECOND
  const agent = { operationKind: 'agent', isAggregate: true, userId: '', ...sums }
  const root = compactSpan({ ...agent, spanId: 'root', startTimeNs: 1n, endTimeNs: day, environment: 'live' })
  let at = 10n
  const runs: CompactSpan[] = []
  let run: CompactSpan | undefined
  const spans = turns.flatMap(({ gap, length, native, tool, model, userId, failed, silent, ends, stray }, number) => {
    at += BigInt(gap)
    const own = { startTimeNs: at, endTimeNs: at + BigInt(length), userId }
    run ??= compactSpan({ ...agent, spanId: `${number}r`, parentSpanId: 'root', startTimeNs: at })
    const usage = silent === 'step' ? { inputTokens: 50 + number, outputTokens: 5 } : {}
    const above = { ...usage, parentSpanId: stray ? 'lost' : run.spanId }
    const step = compactSpan({ spanId: `${number}s`, operationKind: 'chain', ...above, ...own })
    const saying = silent === '' ? {} : { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }
    const status = failed ? ('error' as const) : ('unset' as const)
    const call = {
      ...own,
      ...saying,
      modelId: model,
      status,
      parentSpanId: step.spanId,
      hasMessages: true,
      outputPreview: `${number}`,
    }
    const asked = chatSpan({ spanId: `${number}a`, ...call })
    const inner = chatSpan({
      spanId: `${number}b`,
      ...call,
      parentSpanId: asked.spanId,
      hasMessages: false,
      userId: '',
    })
    const used = compactSpan({ spanId: `${number}t`, parentSpanId: step.spanId, operationKind: 'tool', ...own })
    at += BigInt(length)
    run = { ...run, endTimeNs: at }
    if (ends || number === turns.length - 1) {
      runs.push(run)
      run = undefined
    }
    return [step, asked, ...(native ? [inner] : []), ...(tool ? [used] : [])]
  })
  return [root, ...runs, ...spans]
}

const days = fc.tuple(
  fc.array(turn, { minLength: 1, maxLength: 40 }),
  fc.constantFrom({}, { inputTokens: 9000, outputTokens: 900 }, { costReportedNanos: 7n }),
)

test('a trace that is read in windows has the facts of the whole', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 12, max: 60 }), ([turns, sums], size) => {
      const spans = dayOf(turns, sums)
      const { sizes, ...facts } = settleInWindows(spans, size)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(size)
      expect(facts).toEqual(settleWhole(spans))
    }),
    { numRuns: 300 },
  )
})

test('where calls are always under way windows are cut all the same', () => {
  const calls = Array.from({ length: 100 }, (_, at) =>
    chatSpan({ spanId: `${at}`.padStart(3, '0'), startTimeNs: BigInt(at), endTimeNs: 1_000n }),
  )
  const { sizes, ledger } = settleInWindows(calls, 30)
  expect(sizes).toEqual([30, 30, 30, 10])
  expect(ledger).toHaveLength(100)
})

test('a ring of parents that goes on over windows counts each of its spans once', () => {
  const calls = Array.from({ length: 90 }, (_, at) =>
    chatSpan({
      spanId: `${at}`.padStart(3, '0'),
      parentSpanId: `${(at + 1) % 90}`.padStart(3, '0'),
      startTimeNs: BigInt(at) * SECOND,
      endTimeNs: BigInt(at) * SECOND + 1n,
      inputTokens: at + 1,
    }),
  )
  const { sizes, ...facts } = settleInWindows(calls, 30)
  expect(sizes.length).toBeGreaterThan(2)
  expect(facts.ledger).toHaveLength(90)
  expect(facts.index).toMatchObject({ spanCount: 90, llmCallCount: 90, inputTokens: (90 * 91) / 2 })
})
