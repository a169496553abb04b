import { callCost } from './call-cost.ts'
import type { Context } from './inherited-columns.ts'
import { ledgerEntries, ledgerTruth } from './ledger-entries.ts'
import { type SpanNews, spanPatch } from './span-patches.ts'
import type { CompactSpan, LedgerBalance, LedgerEntry, SpanPatch } from './trace-facts.ts'
import type { CountedCall } from './trace-index.ts'

/** All that its facts are made of, but what stands beneath the span. */
export interface KnownSpan {
  /** As it reads with its logs. */
  sent: CompactSpan
  /** As all its tellings together tell it. */
  told: CompactSpan
  context: Context
  news: Omit<SpanNews, 'isAggregate'>
  balances: readonly LedgerBalance[]
  /** Of the patch that is written. */
  print: string
  version: number
}

/**
 * How many calls a span that counts stands for, beside those beneath it that count themselves and do not say what they
 * used; or whether its usage is the sum of others'; or neither.
 */
export type Standing = { calls: number; silentCalls: number } | 'sum' | 'nothing'

export interface SpanFacts {
  entries: readonly LedgerEntry[]
  /** None where it says nothing new. */
  patch: SpanPatch | undefined
  /** Where it counts. */
  call: CountedCall | undefined
}

export function spanFacts(span: KnownSpan, standing: Standing): SpanFacts {
  const { sent, told, context, balances, version } = span
  const counts = typeof standing === 'object'
  const isAggregate = standing === 'sum' || span.news.repeats !== undefined || (!counts && sent.isAggregate)
  const patch = spanPatch(sent, { ...span.news, isAggregate }, version)
  const news = patch.print === span.print ? undefined : patch
  if (!counts) return { entries: ledgerEntries(undefined, balances), patch: news, call: undefined }
  const cost = callCost(told)
  const entries = ledgerEntries(ledgerTruth(told, context, cost, standing.calls), balances)
  return { entries, patch: news, call: { span: told, cost, ...standing } }
}
