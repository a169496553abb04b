import { settleTrace } from './settle-trace.ts'
import type {
  CompactSpan,
  ContentLog,
  LedgerAmounts,
  LedgerBalance,
  LedgerEntry,
  SettleInput,
  SpanPatch,
  TraceFacts,
  TraceIndex,
} from './trace-facts.ts'

/** A store of one trace in memory, for tests: what was received, and what settling made of it. */
export class OneTrace {
  readonly spans: CompactSpan[] = []
  readonly logs: ContentLog[] = []
  readonly entries: LedgerEntry[] = []
  readonly patches = new Map<string, SpanPatch>()
  index: TraceIndex | undefined

  read(): SettleInput {
    const { index } = this
    return {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spans: this.spans,
      contentLogs: this.logs,
      balances: balances(this.entries),
      previous: index && { version: index.version, startTimeNs: index.startTimeNs },
      patchPrints: new Map([...this.patches].map(([spanId, { print }]) => [spanId, print])),
      cut: false,
    }
  }

  write(facts: TraceFacts | undefined): void {
    if (facts === undefined) return
    this.index = facts.index
    this.entries.push(...facts.entries)
    for (const patch of facts.patches) this.patches.set(patch.spanId, patch)
  }

  settle(): TraceFacts | undefined {
    const facts = settleTrace(this.read())
    this.write(facts)
    return facts
  }
}

/** Sums by span and dimensions, as the store reads them back; those that are all zero are left out. */
export function balances(entries: readonly LedgerEntry[]): LedgerBalance[] {
  const sums = new Map<string, LedgerBalance>()
  for (const { reason: _, ...entry } of entries) {
    const key = `${entry.spanId} ${entry.fingerprint}`
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? entry : { ...sum, ...add(sum, entry) })
  }
  return [...sums.values()]
    .filter((sum) => sum.calls !== 0 || sum.costNanos !== 0n || sum.inputTokens !== 0 || sum.outputTokens !== 0)
    .sort((a, b) => (a.spanId + a.fingerprint < b.spanId + b.fingerprint ? -1 : 1))
}

function add(a: LedgerAmounts, b: LedgerAmounts): LedgerAmounts {
  return {
    calls: a.calls + b.calls,
    errors: a.errors + b.errors,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    inputCostNanos: a.inputCostNanos + b.inputCostNanos,
    outputCostNanos: a.outputCostNanos + b.outputCostNanos,
    costNanos: a.costNanos + b.costNanos,
  }
}
