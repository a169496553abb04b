import type { Undecodable } from '@pyflare/otlp'
import type { Outcome, RejectedItems } from '../receive/received.ts'
import type { Mended, Rejection } from './stage.ts'

const MAX_REASONS = 5

export interface ItemCounts {
  /** Of all items that could be decoded. */
  count: number
  accepted: number
  late: number
  sampledOut: number
  repaired: Mended
}

/** What became of a request's items. Its client is told how many were not kept, and the first reasons with how often each applied. */
export function outcomeOf(
  noun: string,
  { count, accepted, late, sampledOut, repaired }: ItemCounts,
  rejected: readonly Rejection[],
  undecodable: Undecodable,
): Outcome {
  const rejections = byReason(rejected)
  if (undecodable.count > 0) {
    const reason = `cannot be decoded (${undecodable.reason})`
    rejections.push({ reason, items: undecodable.count, sample: '' })
  }
  const total = rejected.length + undecodable.count
  const all = count + undecodable.count
  const message = total === 0 ? '' : `${total} of ${all} ${noun} were not kept. ${toldReasons(rejections)}.`
  return { accepted, late, repaired, sampledOut, rejected: total, message, rejections }
}

function byReason(rejected: readonly Rejection[]): RejectedItems[] {
  const reasons = new Map<string, RejectedItems>()
  for (const { reason, sample } of rejected) {
    const known = reasons.get(reason)
    reasons.set(reason, { reason, items: (known?.items ?? 0) + 1, sample: known?.sample || sample })
  }
  return [...reasons.values()]
}

function toldReasons(rejections: readonly RejectedItems[]): string {
  const told = rejections.slice(0, MAX_REASONS).map(({ items, reason }) => `${items}: ${reason}`)
  if (rejections.length > MAX_REASONS) told.push('and more')
  return told.join('; ')
}
