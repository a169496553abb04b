import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatSpan, compactSpan } from './compact-span.fixture.ts'
import { LargeTrace } from './large-trace.ts'
import { balances, OneTrace } from './ledger.fixture.ts'
import { settleTrace } from './settle-trace.ts'
import type { CompactSpan, SettleInput, SpanPatch } from './trace-facts.ts'

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
  return { index: large.finish()?.index, ledger: balances(trace.entries), patches: told(trace.patches.values()), sizes }
}

function settleWhole(spans: readonly CompactSpan[]) {
  const facts = settleTrace(input(spans))
  return { index: facts?.index, ledger: balances(facts?.entries ?? []), patches: told(facts?.patches ?? []) }
}

function told(patches: Iterable<SpanPatch>) {
  return [...patches].map(({ spanId, columns }) => [spanId, columns]).sort()
}

/** Turns of an agent that goes on all day: each asks a model through a framework, and some use a tool that asks again. */
const turn = fc.record({
  gap: fc.nat(20),
  length: fc.integer({ min: 1, max: 20 }),
  native: fc.boolean(),
  tool: fc.boolean(),
  model: fc.constantFrom('gpt-4o-mini', 'gpt-4o', 'unheard-of'),
  userId: fc.constantFrom('', '', '', 'u1', 'u2'),
  failed: fc.boolean(),
})

function dayOf(turns: readonly (typeof turn extends fc.Arbitrary<infer Turn> ? Turn : never)[]): CompactSpan[] {
  const day = 86_400n * SECOND
  const root = compactSpan({
    spanId: 'root',
    operationKind: 'agent',
    startTimeNs: 1n,
    endTimeNs: day,
    environment: 'live',
  })
  let at = 10n
  const spans = turns.flatMap(({ gap, length, native, tool, model, userId, failed }, number) => {
    at += BigInt(gap)
    const own = { startTimeNs: at, endTimeNs: at + BigInt(length), userId }
    const step = compactSpan({ spanId: `${number}s`, parentSpanId: 'root', operationKind: 'chain', ...own })
    const status = failed ? ('error' as const) : ('unset' as const)
    const call = {
      ...own,
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
    return [step, asked, ...(native ? [inner] : []), ...(tool ? [used] : [])]
  })
  return [root, ...spans]
}

test('a trace that is read in windows has the facts of the whole', () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 40 }), fc.integer({ min: 12, max: 60 }), (turns, size) => {
      const spans = dayOf(turns)
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
