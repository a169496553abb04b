import { balancesAfter } from './ledger-balances.ts'
import { settleTrace } from './settle-trace.ts'
import type {
  CompactSpan,
  ContentLog,
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

/** What the ledger says after these entries, in an order that does not depend on theirs. */
export function balances(entries: readonly LedgerEntry[]): LedgerBalance[] {
  return balancesAfter([], entries).sort((a, b) => (a.spanId + a.fingerprint < b.spanId + b.fingerprint ? -1 : 1))
}
