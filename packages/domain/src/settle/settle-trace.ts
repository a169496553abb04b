import { callCost } from './call-cost.ts'
import { contentPatches, patchSpan } from './content-patches.ts'
import { countedSpans } from './counted-spans.ts'
import { groupBy } from './group-by.ts'
import { inheritColumns } from './inherited-columns.ts'
import { ledgerEntries, ledgerTruth } from './ledger-entries.ts'
import type { SettleInput, TraceFacts } from './trace-facts.ts'
import { type CountedCall, traceIndex } from './trace-index.ts'
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
  if (input.spans.length === 0) return undefined
  const version = (input.previous?.version ?? 0) + 1
  const received = growTraceTree(input.spans)
  const patches = contentPatches(received.spans, input.contentLogs)
  const tree = { ...received, spans: received.spans.map((span) => patchSpan(span, patches.get(span.spanId))) }
  const inherited = inheritColumns(tree)
  const balances = groupBy(input.balances, ({ spanId }) => spanId)
  const counted = countedSpans(tree)
  const calls: CountedCall[] = []
  const entries = tree.spans.flatMap((span, position) => {
    const own = balances.get(span.spanId) ?? []
    const dimensions = inherited.spans[position]
    if (!counted[position] || dimensions === undefined) return ledgerEntries(undefined, own)
    const cost = callCost(span)
    calls.push({ span, cost })
    return ledgerEntries(ledgerTruth(span, dimensions, cost), own)
  })
  const index = traceIndex(tree, inherited.trace, calls, version)
  return {
    index,
    replacesStartTimeNs:
      input.previous !== undefined && input.previous.startTimeNs !== index.startTimeNs
        ? input.previous.startTimeNs
        : undefined,
    patches: [...patches].map(([spanId, columns]) => ({ spanId, columns, version })),
    entries,
  }
}
