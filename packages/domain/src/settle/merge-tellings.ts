import { USAGE_COLUMNS } from '../telemetry/token-columns.ts'
import { reportsCost } from './call-cost.ts'
import { hasUsage } from './counted-spans.ts'
import { CONTENT_FLAGS, CONTENT_PARTS } from './patched-columns.ts'
import type { CompactSpan, ContentFill } from './trace-facts.ts'

/** A call as all its tellings together tell it, in the place of the one that counts. */
export interface MergedCall {
  span: CompactSpan
  fills: readonly ContentFill[]
}

const USAGE = [...USAGE_COLUMNS, 'usageEstimated', 'usageIncomplete'] as const
const COST = ['costReportedNanos', 'costInputReportedNanos', 'costOutputReportedNanos'] as const

/** Fields that are of one mind: all are taken from the first telling that says the first of them. */
const FACTS: readonly (readonly (keyof CompactSpan)[])[] = [
  ['modelId', 'modelVersion'],
  ['responseModel'],
  ['responseId'],
  ['provider'],
  ['serviceTier'],
  ['finishReason', 'finishReasonRaw'],
  ['timeToFirstTokenNs'],
  ['promptName', 'promptVersion'],
  ['userId'],
  ['sessionId'],
  ['featureId'],
  ['team'],
  ['environment'],
  ['release'],
]

/**
 * Fills what one telling of a call lacks from the others, the better first. Usage is taken whole from one of them, for
 * counts of different libraries do not add up: from `counted`, which keeps a sum of several calls out, unless that one
 * guessed and a telling in `trusted` did not.
 */
export function mergeTellings(
  row: CompactSpan,
  counted: CompactSpan,
  others: readonly CompactSpan[],
  trusted: readonly CompactSpan[],
): MergedCall {
  const span: Record<string, unknown> & CompactSpan = { ...row }
  const tellings = [row, ...(counted === row ? [] : [counted]), ...others.filter((other) => other !== counted)]
  const source = trusted.reduce((best, other) => (usageQuality(other) > usageQuality(best) ? other : best), counted)
  copy(span, source, USAGE)
  for (const telling of tellings) {
    const agrees = telling.inputTokens === span.inputTokens && telling.outputTokens === span.outputTokens
    if (agrees && hasUsage(span)) copyUnknown(span, telling, USAGE_COLUMNS)
  }
  const billed = tellings.find(reportsCost)
  if (billed !== undefined) copy(span, billed, COST)
  for (const fields of FACTS) {
    const knows = tellings.find((telling) => isKnown(telling, fields[0]))
    if (knows !== undefined && knows !== row) copy(span, knows, fields)
  }
  return { span, fills: fillContent(span, tellings.slice(1)) }
}

/** Guesses are better than nothing, and a count that lacks a part is better than a guess. */
function usageQuality(span: CompactSpan): number {
  if (!hasUsage(span)) return 0
  return 1 + (span.usageEstimated ? 0 : 2) + (span.usageIncomplete ? 0 : 1)
}

function fillContent(span: Record<string, unknown> & CompactSpan, others: readonly CompactSpan[]): ContentFill[] {
  const fills: ContentFill[] = []
  for (const part of CONTENT_PARTS) {
    const flag = CONTENT_FLAGS[part]
    const from = span[flag] ? undefined : others.find((other) => other[flag])
    if (from === undefined) continue
    copy(span, from, [flag])
    if (part === 'input') copy(span, from, ['inputPreview'])
    if (part === 'output') copy(span, from, ['outputPreview'])
    fills.push({ from: { traceId: from.traceId, spanId: from.spanId, timeNs: from.startTimeNs }, part })
  }
  return fills
}

function isKnown(span: CompactSpan, field: keyof CompactSpan | undefined): boolean {
  const value = field === undefined ? undefined : span[field]
  return value !== undefined && value !== '' && !(field === 'environment' && value === 'default')
}

function copy(to: Record<string, unknown>, from: CompactSpan, fields: readonly (keyof CompactSpan)[]): void {
  for (const field of fields) to[field] = from[field]
}

function copyUnknown(to: Record<string, unknown>, from: CompactSpan, fields: readonly (keyof CompactSpan)[]): void {
  for (const field of fields) to[field] ??= from[field]
}
