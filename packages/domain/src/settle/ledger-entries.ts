import type { CallCost } from './call-cost.ts'
import type { Inherited } from './inherited-columns.ts'
import type {
  CompactSpan,
  LedgerAmounts,
  LedgerBalance,
  LedgerDimensions,
  LedgerEntry,
  LedgerReason,
} from './trace-facts.ts'

/** What the ledger should say of a span that counts. */
export interface LedgerTruth extends LedgerDimensions, LedgerAmounts {
  spanId: string
}

const NOTHING: LedgerAmounts = {
  calls: 0,
  errors: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  inputCostNanos: 0n,
  outputCostNanos: 0n,
  costNanos: 0n,
}

/** `calls` is how many the span stands for: none where it says what was used by calls that count themselves. */
export function ledgerTruth(
  span: CompactSpan,
  inherited: Inherited,
  cost: CallCost | undefined,
  calls: number,
): LedgerTruth {
  const dimensions: Omit<LedgerDimensions, 'fingerprint'> = {
    timeNs: span.startTimeNs,
    modelId: span.modelId,
    modelVersion: span.modelVersion,
    provider: span.provider,
    operationKind: span.operationKind,
    serviceName: span.serviceName,
    userId: inherited.userId,
    sessionId: inherited.sessionId,
    featureId: inherited.featureId,
    team: inherited.team,
    environment: inherited.environment,
    release: inherited.release,
    costSource: cost?.source ?? '',
    priceVersion: cost?.priceVersion ?? '',
  }
  return {
    spanId: span.spanId,
    ...dimensions,
    fingerprint: fingerprint(dimensions),
    calls,
    errors: span.status === 'error' ? Math.min(1, calls) : 0,
    inputTokens: span.inputTokens ?? 0,
    outputTokens: span.outputTokens ?? 0,
    cacheReadTokens: span.cacheReadTokens ?? 0,
    cacheWriteTokens: span.cacheWriteTokens ?? 0,
    reasoningTokens: span.reasoningTokens ?? 0,
    inputCostNanos: cost?.inputNanos ?? 0n,
    outputCostNanos: cost?.outputNanos ?? 0n,
    costNanos: cost?.totalNanos ?? 0n,
  }
}

/** The dimensions themselves as text: no two alike by accident, and readable where a ledger must be explained. */
function fingerprint(dimensions: Omit<LedgerDimensions, 'fingerprint'>): string {
  return JSON.stringify([
    dimensions.timeNs.toString(),
    dimensions.modelId,
    dimensions.modelVersion,
    dimensions.provider,
    dimensions.operationKind,
    dimensions.serviceName,
    dimensions.userId,
    dimensions.sessionId,
    dimensions.featureId,
    dimensions.team,
    dimensions.environment,
    dimensions.release,
    dimensions.costSource,
    dimensions.priceVersion,
  ])
}

/**
 * The entries that bring a span's balances to the truth; none when they are there already. What stands under other
 * dimensions is taken back under those, so that every cut of the ledger adds up. `truth` is undefined for a span that
 * counts nothing.
 */
export function ledgerEntries(truth: LedgerTruth | undefined, balances: readonly LedgerBalance[]): LedgerEntry[] {
  if (balances.length === 0)
    return truth === undefined || isNothing(truth) ? [] : [{ ...truth, reason: firstReason(truth) }]
  const entries: LedgerEntry[] = []
  let before: LedgerAmounts = NOTHING
  let moved = false
  for (const balance of balances) {
    if (balance.fingerprint === truth?.fingerprint) {
      before = combine(before, balance, 1)
    } else if (!isNothing(balance)) {
      moved = true
      entries.push({ ...balance, ...combine(NOTHING, balance, -1), reason: 'reversed' })
    }
  }
  if (truth === undefined) return entries
  const change = combine(truth, before, -1)
  if (isNothing(change)) return entries
  const isFirst = !moved && isNothing(before)
  entries.push({ ...truth, ...change, reason: isFirst ? firstReason(truth) : 'corrected' })
  return entries
}

function firstReason({ costSource }: LedgerTruth): LedgerReason {
  return costSource === '' ? 'unpriced' : 'priced'
}

function combine(a: LedgerAmounts, b: LedgerAmounts, sign: 1 | -1): LedgerAmounts {
  const money = BigInt(sign)
  return {
    calls: a.calls + sign * b.calls,
    errors: a.errors + sign * b.errors,
    inputTokens: a.inputTokens + sign * b.inputTokens,
    outputTokens: a.outputTokens + sign * b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + sign * b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + sign * b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + sign * b.reasoningTokens,
    inputCostNanos: a.inputCostNanos + money * b.inputCostNanos,
    outputCostNanos: a.outputCostNanos + money * b.outputCostNanos,
    costNanos: a.costNanos + money * b.costNanos,
  }
}

const AMOUNTS = Object.keys(NOTHING) as (keyof LedgerAmounts)[]

function isNothing(amounts: LedgerAmounts): boolean {
  return AMOUNTS.every((key) => !amounts[key])
}
