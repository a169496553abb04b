import { callRows } from './call-rows.ts'
import { contentPatches } from './content-patches.ts'
import { countedSpans } from './counted-spans.ts'
import { patchSpan } from './patched-columns.ts'
import { type CallName, CLAIM_WINDOW_NS, callNames, claimOf, type ResponseClaim } from './response-claims.ts'
import type { CrossTelling, TraceDraft } from './trace-draft.ts'
import type { CompactSpan, SettleInput, TraceFacts } from './trace-facts.ts'
import { TraceIndexSum } from './trace-index.ts'
import { concludePart } from './trace-part.ts'
import { growTraceTree } from './trace-tree.ts'

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
  const calls = callRows(tree, countedSpans(tree))
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
    for (const name of merged === span ? callNames(span) : distinct([...callNames(span), ...callNames(merged)])) {
      note(name.response, span.startTimeNs)
      if (calls.counted[position]) claims.push({ claim: claimOf(merged, name), span: merged })
    }
  })
  return { input, tree, logs, calls, claims, responses: [...responses.values()].flat() }
}

function distinct(names: readonly CallName[]): Iterable<CallName> {
  return new Map(names.map((name) => [name.response, name])).values()
}

/** The facts of a trace. `cross` is by span id; a span that is not there is told of in no other trace. */
export function concludeTrace(draft: TraceDraft, cross: ReadonlyMap<string, CrossTelling>): TraceFacts {
  return concludePart(draft, cross, new TraceIndexSum()).facts
}
