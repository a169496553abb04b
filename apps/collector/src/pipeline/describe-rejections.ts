import type { Undecodable } from '@pyflare/otlp'
import type { Outcome } from '../receive/received.ts'
import type { Rejection } from './stage.ts'

const MAX_REASONS = 5

/** The answer to a request: how many of its items were not kept, and the first reasons with how often each applied. */
export function outcomeOf(
  noun: string,
  total: number,
  rejections: readonly Rejection[],
  undecodable: Undecodable,
): Outcome {
  const rejected = rejections.length + undecodable.count
  if (rejected === 0) return { rejected, message: '' }
  const counts = new Map<string, number>()
  for (const { reason } of rejections) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count}: ${reason}`)
  if (undecodable.count > 0) reasons.push(`${undecodable.count}: cannot be decoded (${undecodable.reason})`)
  const told = reasons.slice(0, MAX_REASONS)
  if (reasons.length > MAX_REASONS) told.push('and more')
  const message = `${rejected} of ${total + undecodable.count} ${noun} were not kept. ${told.join('; ')}.`
  return { rejected, message }
}
