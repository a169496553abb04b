import { priceCall } from '../cost/price-call.ts'
import { USAGE_COLUMNS } from '../telemetry/token-columns.ts'
import { oncePerSpan } from './once-per-span.ts'
import type { CompactSpan } from './trace-facts.ts'

export interface CallCost {
  /** Of the total, what is known to be for input; what neither side is known to have is in neither. */
  inputNanos: bigint
  outputNanos: bigint
  totalNanos: bigint
  source: 'reported' | 'computed'
  priceVersion: string
  exact: boolean
}

/** What a call costs: as the client reported it, else by the price list; undefined where neither knows. */
export function callCost(span: CompactSpan): CallCost | undefined {
  return reportedCost(span) ?? computedCost(span)
}

/** Whether the client itself says what the call costs. */
export function reportsCost(span: CompactSpan): boolean {
  return reportedCost(span) !== undefined
}

/** Clients whose own price table lacks a model report zero: with tokens spent, that is no report. */
function reportedCost(span: CompactSpan): CallCost | undefined {
  const parts = { input: span.costInputReportedNanos, output: span.costOutputReportedNanos }
  const total =
    span.costReportedNanos ??
    (parts.input === undefined && parts.output === undefined ? undefined : (parts.input ?? 0n) + (parts.output ?? 0n))
  if (total === undefined || total < 0n) return undefined
  const tokens = (span.inputTokens ?? 0) + (span.outputTokens ?? 0)
  if (total === 0n && tokens > 0) return undefined
  return {
    inputNanos: parts.input ?? rest(total, parts.output),
    outputNanos: parts.output ?? rest(total, parts.input),
    totalNanos: total,
    source: 'reported',
    priceVersion: '',
    exact: true,
  }
}

/** A side that nobody reported is what the other leaves; where neither is known, the total is not split by guessing. */
function rest(total: bigint, side: bigint | undefined): bigint {
  return side === undefined || side > total ? 0n : total - side
}

/** By all that a price depends on: prices change at full seconds, and within one many calls are alike. */
const RECENT = new Map<string, CallCost | undefined>()
const MAX_RECENT = 10_000

const computedCost = oncePerSpan((span) => {
  const second = Number(span.startTimeNs / NS_PER_SECOND)
  const key = JSON.stringify([second, ...PRICED_BY.map((field) => span[field])])
  if (RECENT.has(key)) return RECENT.get(key)
  const cost = costOf(span)
  if (RECENT.size >= MAX_RECENT) RECENT.clear()
  RECENT.set(key, cost)
  return cost
})

const NS_PER_SECOND = 1_000_000_000n
const PRICED_BY = [
  ...(['provider', 'modelId', 'modelVersion', 'responseModel', 'serviceTier'] as const),
  ...(['usageEstimated', 'usageIncomplete'] as const),
  ...USAGE_COLUMNS,
] satisfies (keyof CompactSpan)[]

function costOf(span: CompactSpan): CallCost | undefined {
  const found = priceCall(span, {
    provider: span.provider,
    modelId: span.modelId,
    modelVersion: span.modelVersion,
    responseModel: span.responseModel,
    serviceTier: span.serviceTier,
    at: new Date(Number(span.startTimeNs / 1_000_000n)),
  })
  if (found === undefined) return undefined
  return {
    inputNanos: found.inputNanos,
    outputNanos: found.outputNanos,
    totalNanos: found.totalNanos,
    source: 'computed',
    priceVersion: found.priceVersion,
    exact: found.provenance === 'exact' && !span.usageEstimated && !span.usageIncomplete,
  }
}
