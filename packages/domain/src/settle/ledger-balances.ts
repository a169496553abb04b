import type { LedgerAmounts, LedgerBalance, LedgerEntry } from './trace-facts.ts'

/** Balances with entries added: sums by span and dimensions, as the store reads them back. Those that are all zero are left out. */
export function balancesAfter(before: readonly LedgerBalance[], entries: readonly LedgerEntry[]): LedgerBalance[] {
  if (entries.length === 0) return [...before]
  const sums = new Map<string, LedgerBalance>()
  for (const balance of before) sums.set(keyOf(balance), balance)
  for (const { reason: _, ...entry } of entries) {
    const key = keyOf(entry)
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? entry : { ...sum, ...add(sum, entry) })
  }
  return [...sums.values()].filter(isSomething)
}

function keyOf({ spanId, fingerprint }: LedgerBalance): string {
  return `${spanId} ${fingerprint}`
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
