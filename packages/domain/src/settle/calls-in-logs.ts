import { usageInLog } from '../semconv/log-usage.ts'
import { OPERATION_DETAILS } from '../semconv/normalize-log.ts'
import { USAGE_COLUMNS } from '../telemetry/token-columns.ts'
import { hasUsage } from './counted-spans.ts'
import type { CompactSpan, ContentLog } from './trace-facts.ts'

type CallUsage = Pick<CompactSpan, (typeof USAGE_COLUMNS)[number]>

/** Calls that share a span, and what all of them used. */
export interface CallsInLogs {
  calls: number
  usage: CallUsage
}

/**
 * The calls of which a span's log records tell, one each. Where several share a span, its attributes tell of one of them,
 * or of their sum. Undefined where the records tell nothing new: what the span says must be among what they do, for else
 * they may count in another way.
 */
export function callsInLogs(span: CompactSpan, logs: readonly ContentLog[]): CallsInLogs | undefined {
  const calls = new Map<string, CallUsage>()
  for (const log of logs) {
    if (log.eventName !== OPERATION_DETAILS) continue
    const told = usageInLog(log, span.scopeName)
    if (told.inputTokens === undefined && told.outputTokens === undefined) continue
    const usage = Object.fromEntries(USAGE_COLUMNS.map((column) => [column, told[column]])) as unknown as CallUsage
    calls.set(
      log.attributes['gen_ai.response.id'] || JSON.stringify(USAGE_COLUMNS.map((column) => usage[column])),
      usage,
    )
  }
  const all = [...calls.values()]
  if (all.length === 0) return undefined
  const usage = all.reduce(sum)
  const isOwn = ({ inputTokens, outputTokens }: CallUsage) =>
    inputTokens === span.inputTokens && outputTokens === span.outputTokens
  if (hasUsage(span) && (all.length === 1 || ![...all, usage].some(isOwn))) return undefined
  return { calls: all.length, usage }
}

function sum(a: CallUsage, b: CallUsage): CallUsage {
  const total = { ...a }
  for (const column of USAGE_COLUMNS) {
    if (b[column] !== undefined) total[column] = (total[column] ?? 0) + b[column]
  }
  return total
}
