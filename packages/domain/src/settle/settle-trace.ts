import { groupBy } from '../group-by.ts'
import { callCost } from './call-cost.ts'
import { type CallRows, callRows } from './call-rows.ts'
import { contentPatches } from './content-patches.ts'
import { type CountedSpans, countedSpans } from './counted-spans.ts'
import { type Context, contextPatch, inheritColumns, type Nearest, type Outside } from './inherited-columns.ts'
import { ledgerEntries, ledgerTruth } from './ledger-entries.ts'
import { mergeTellings } from './merge-tellings.ts'
import { type PatchColumns, patchSpan } from './patched-columns.ts'
import { CLAIM_WINDOW_NS, callNames, claimOf, foreignTelling, type ResponseClaim } from './response-claims.ts'
import { spanPatch } from './span-patches.ts'
import type { CompactSpan, SettleInput, SpanRef, TraceFacts } from './trace-facts.ts'
import { type CountedCall, TraceIndexSum } from './trace-index.ts'
import { growTraceTree, type TraceTree } from './trace-tree.ts'

/** What a trace says by itself, before other traces of its project are asked for tellings of the same calls. */
export interface TraceDraft {
  input: SettleInput
  /** With what log records say. */
  tree: TraceTree
  logs: ReadonlyMap<string, PatchColumns>
  counted: CountedSpans
  calls: CallRows
  /** Of the spans that count and whose response other traces may tell of, unjudged, and what each tells. */
  claims: readonly { claim: ResponseClaim; span: CompactSpan }[]
  /** Every response that a span of it names, counting or not, and when: what its spans may have claimed before. */
  responses: readonly { response: string; timeNs: bigint }[]
}

/** What the claims of other traces make of a span that counts in its own. */
export type CrossTelling = { repeats: SpanRef } | { tellings: readonly CompactSpan[] }

/**
 * What can only be told of a whole trace, from the spans and logs that are there so far and the facts already written.
 * Undefined while no span has arrived.
 *
 * The same spans give the same facts in whatever order and in however many settlings they came, and entries are
 * differences against the ledger, so settling may be repeated at any time. Spans that were not read keep their balances:
 * they may be beyond the cut, or older than their ledger.
 */
export function settleTrace(input: SettleInput): TraceFacts | undefined {
  const draft = draftTrace(input)
  return draft === undefined ? undefined : concludeTrace(draft, new Map())
}

export function draftTrace(input: SettleInput): TraceDraft | undefined {
  if (input.spans.length === 0) return undefined
  const received = growTraceTree(input.spans)
  const logs = contentPatches(received.spans, input.contentLogs)
  const tree = { ...received, spans: received.spans.map((span) => patchSpan(span, logs.get(span.spanId))) }
  const counted = countedSpans(tree)
  const calls = callRows(tree, counted)
  const claims: { claim: ResponseClaim; span: CompactSpan }[] = []
  const responses = new Map<string, { response: string; timeNs: bigint }[]>()
  const note = (response: string, timeNs: bigint) => {
    const known = responses.get(response)
    const last = known?.at(-1)
    if (known === undefined) responses.set(response, [{ response, timeNs }])
    else if (last !== undefined && timeNs - last.timeNs > CLAIM_WINDOW_NS) known.push({ response, timeNs })
  }
  tree.spans.forEach((span, position) => {
    const merged = calls.merged.get(position)?.span ?? span
    const names = new Map([...callNames(span), ...callNames(merged)].map((name) => [name.response, name]))
    for (const name of names.values()) {
      note(name.response, span.startTimeNs)
      if (calls.counted[position]) claims.push({ claim: claimOf(merged, name), span: merged })
    }
  })
  return { input, tree, logs, counted, calls, claims, responses: [...responses.values()].flat() }
}

/** The facts of a trace. `cross` is by span id; a span that is not there is told of in no other trace. */
export function concludeTrace(draft: TraceDraft, cross: ReadonlyMap<string, CrossTelling>): TraceFacts {
  return concludePart(draft, cross, new TraceIndexSum()).facts
}

/** The facts of a trace, or of a part of it, whose calls are added to `sum`. */
export function concludePart(
  draft: TraceDraft,
  cross: ReadonlyMap<string, CrossTelling>,
  sum: TraceIndexSum,
  outside?: Outside,
): { facts: TraceFacts; tree: TraceTree; nearest: readonly Nearest[]; trace: Context } {
  const { input, logs, counted } = draft
  const { tree, repeats, merged } = crossTraces(draft, cross)
  const version = (input.previous?.version ?? 0) + 1
  const inherited = inheritColumns(tree, outside)
  const balances = groupBy(input.balances, ({ spanId }) => spanId)
  const calls: CountedCall[] = []
  const entries = tree.spans.flatMap((span, position) => {
    const own = balances.get(span.spanId) ?? []
    const context = inherited.spans[position]
    if (!draft.calls.counted[position] || repeats[position] !== undefined || context === undefined) {
      return ledgerEntries(undefined, own)
    }
    const cost = callCost(span)
    calls.push({ span, cost })
    return ledgerEntries(ledgerTruth(span, context, cost), own)
  })
  const patches = draft.tree.spans.map((span, position) =>
    spanPatch(
      span,
      {
        logs: logs.get(span.spanId),
        merged: merged.get(position),
        context: contextPatch(
          tree.spans[position] ?? span,
          inherited.spans[position] ?? inherited.trace,
          inherited.trace,
        ),
        isAggregate: !span.isAggregate && (repeats[position] !== undefined || counted.sums[position] === 1),
        repeats: repeats[position],
      },
      version,
    ),
  )
  sum.add(tree, calls)
  const index = sum.row(inherited.trace, version)
  const facts: TraceFacts = {
    index,
    replacesStartTimeNs:
      input.previous !== undefined && input.previous.startTimeNs !== index.startTimeNs
        ? input.previous.startTimeNs
        : undefined,
    patches: patches.filter(({ spanId, print }) => print !== (input.patchPrints.get(spanId) ?? '')),
    entries,
  }
  return { facts, tree, nearest: inherited.nearest, trace: inherited.trace }
}

/** The trace with its calls as all traces tell them, and by position what each span repeats. */
function crossTraces({ input: { traceId }, tree, calls }: TraceDraft, cross: ReadonlyMap<string, CrossTelling>) {
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
