import { groupBy } from '../group-by.ts'
import type { LedgerAmounts, LedgerBalance, LedgerEntry } from './trace-facts.ts'

/** Balances with entries added: sums by span and dimensions, as the store reads them back. Those that are all zero are left out. */
export function balancesAfter(before: readonly LedgerBalance[], entries: readonly LedgerEntry[]): LedgerBalance[] {
  if (entries.length === 0) return [...before]
  const sums = groupBy(before, ({ spanId }) => spanId)
  for (const entry of entries) {
    const ofSpan = sums.get(entry.spanId) ?? []
    const at = ofSpan.findIndex(({ fingerprint }) => fingerprint === entry.fingerprint)
    const sum = ofSpan[at]
    if (sum === undefined) ofSpan.push(balanceOf(entry))
    else ofSpan[at] = { ...sum, ...add(sum, entry) }
    sums.set(entry.spanId, ofSpan)
  }
  return [...sums.values()].flat().filter(isSomething)
}

/** Sums have no reason: their entries may have had several. */
function balanceOf({ reason: _, ...balance }: LedgerEntry): LedgerBalance {
  return balance
}

function isSomething(sum: LedgerAmounts): boolean {
  return (
    sum.calls !== 0 ||
    sum.errors !== 0 ||
    sum.inputTokens !== 0 ||
    sum.outputTokens !== 0 ||
    sum.cacheReadTokens !== 0 ||
    sum.cacheWriteTokens !== 0 ||
    sum.reasoningTokens !== 0 ||
    sum.inputCostNanos !== 0n ||
    sum.outputCostNanos !== 0n ||
    sum.costNanos !== 0n
  )
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
