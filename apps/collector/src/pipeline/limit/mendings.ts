import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'
import type { Limited } from './limited.ts'

type Raw = RawSpan | RawLog | RawMetricPoint

/** What may be mended in an item that is kept, in the words that people read. */
const MENDINGS = {
  time: 'a time that was missing or out of order was set',
  parent: 'a span that named itself as its parent was made a root',
  attributes: 'attributes beyond the limit, or without a usable name, were left out',
  events: 'events or links beyond the limit, or without ids, were left out',
  text: 'texts or lists longer than what is kept were cut',
} as const

/** How the first stage changed an item, or had it cut later; most items come as they should. */
export function mendingsOf(before: Raw, { raw: after, isTruncated, isLong }: Limited<Raw>): string[] {
  const mended: string[] = []
  if (isTimeMended(before, after)) mended.push(MENDINGS.time)
  if ('droppedAttributesCount' in before && 'droppedAttributesCount' in after) {
    if (after.droppedAttributesCount > before.droppedAttributesCount) mended.push(MENDINGS.attributes)
  }
  if ('events' in before && 'events' in after) {
    if (after.events.length < before.events.length || after.links.length < before.links.length)
      mended.push(MENDINGS.events)
    if (after.parentSpanId.length < before.parentSpanId.length && before.parentSpanId.some((byte) => byte !== 0))
      mended.push(MENDINGS.parent)
  }
  if (isTruncated || isLong) mended.push(MENDINGS.text)
  return mended
}

/** Log records may do without times. */
function isTimeMended(before: Raw, after: Raw): boolean {
  if (!('startTimeNs' in before && 'startTimeNs' in after)) return false
  if (before.startTimeNs !== after.startTimeNs) return true
  if ('endTimeNs' in before && 'endTimeNs' in after) return before.endTimeNs !== after.endTimeNs
  return 'timeNs' in before && 'timeNs' in after && before.timeNs !== after.timeNs
}
