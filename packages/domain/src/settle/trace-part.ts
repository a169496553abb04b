import { groupBy } from '../group-by.ts'
import { type Context, contextPatch, inheritColumns, type Outside, type Said } from './inherited-columns.ts'
import { mergeTellings } from './merge-tellings.ts'
import { foreignTelling } from './response-claims.ts'
import { type KnownSpan, type SpanFacts, spanFacts } from './span-facts.ts'
import type { CrossTelling, KnownTrace, TraceDraft } from './trace-draft.ts'
import type { LedgerBalance, SettleInput, SpanRef, TraceFacts, TraceIndex } from './trace-facts.ts'
import type { TraceIndexSum } from './trace-index.ts'
import type { TraceTree } from './trace-tree.ts'
import { type Surroundings, type TraceUsage, traceUsage } from './trace-usage.ts'

/** The facts of a part of a trace, and what the parts after it are to know of it. */
export interface TracePart {
  facts: TraceFacts
  tree: TraceTree
  nearest: readonly Said[]
  trace: Context
  usage: TraceUsage
  /** By position, spans of which later parts decide whether they count. */
  later: ReadonlyMap<number, KnownSpan>
}

/** The facts of a trace, or of a part of it, whose calls are added to `sum`. */
export function concludePart(
  draft: TraceDraft,
  cross: ReadonlyMap<string, CrossTelling>,
  sum: TraceIndexSum,
  outside?: Outside & { usage: Surroundings },
): TracePart {
  const { input } = draft
  const known = crossTraces(draft, cross)
  const inherited = inheritColumns(known.tree, outside)
  const usage = traceUsage(draft, known, outside?.usage)
  const version = (input.previous?.version ?? 0) + 1
  const balances = groupBy(input.balances, ({ spanId }) => spanId)
  const later = new Map<number, KnownSpan>()
  const facts: SpanFacts[] = []
  draft.tree.spans.forEach((sent, position) => {
    const told = usage.spans[position] ?? sent
    const context = inherited.spans[position] ?? inherited.trace
    const standing = usage.standings[position] ?? 'nothing'
    const logs = draft.logs.get(sent.spanId)
    const repeats = known.repeats[position]
    const own = balances.get(sent.spanId) ?? NO_BALANCES
    const print = input.patchPrints.get(sent.spanId) ?? ''
    const isTold = told !== sent || logs !== undefined || context !== inherited.trace || repeats !== undefined
    // Most spans are neither calls nor told of by anything else: there is nothing to write of them, nor to take back.
    if (standing === 'nothing' && !isTold && own.length === 0 && print === '') return
    const merged = told === sent ? undefined : { span: told, fills: known.merged.get(position)?.fills ?? [] }
    const news = { logs, merged, context: contextPatch(told, context, inherited.trace), repeats }
    const span: KnownSpan = { sent, told, context, version, news, balances: own, print }
    if (standing === 'later') later.set(position, span)
    else facts.push(spanFacts(span, standing))
  })
  sum.add(
    known.tree,
    facts.flatMap(({ call }) => call ?? []),
  )
  const index = sum.row(inherited.trace, version)
  return {
    facts: traceFacts(index, facts, input.previous),
    tree: known.tree,
    nearest: inherited.nearest,
    trace: inherited.trace,
    usage,
    later,
  }
}

const NO_BALANCES: readonly LedgerBalance[] = []

export function traceFacts(
  index: TraceIndex,
  spans: readonly SpanFacts[],
  previous: SettleInput['previous'],
): TraceFacts {
  const isMoved = previous !== undefined && previous.startTimeNs !== index.startTimeNs
  return {
    index,
    replacesStartTimeNs: isMoved ? previous.startTimeNs : undefined,
    patches: spans.flatMap(({ patch }) => patch ?? []),
    entries: spans.flatMap(({ entries }) => entries),
  }
}

function crossTraces(
  { input: { traceId }, tree, calls }: TraceDraft,
  cross: ReadonlyMap<string, CrossTelling>,
): KnownTrace {
  const merged = new Map(calls.merged)
  const elsewhere = new Map<number, SpanRef>()
  tree.spans.forEach((span, position) => {
    const telling = calls.counted[position] ? cross.get(span.spanId) : undefined
    if (telling === undefined) return
    if ('repeats' in telling) elsewhere.set(position, telling.repeats)
    else if (telling.tellings.length > 0) {
      const local = merged.get(position)
      const row = local?.span ?? span
      const tellings = telling.tellings.map(foreignTelling)
      const all = mergeTellings(row, row, tellings, tellings)
      merged.set(position, { span: all.span, fills: [...(local?.fills ?? []), ...all.fills] })
    }
  })
  const repeats = tree.spans.map((_, position): SpanRef | undefined => {
    const original = calls.repeats[position] ?? -1
    const standing = original === -1 ? position : original
    const other = elsewhere.get(standing)
    if (other !== undefined) return other
    return original === -1 ? undefined : { traceId, spanId: tree.spans[original]?.spanId ?? '' }
  })
  const spans = tree.spans.map((span, position) => merged.get(position)?.span ?? span)
  return { tree: { ...tree, spans }, repeats, merged }
}
