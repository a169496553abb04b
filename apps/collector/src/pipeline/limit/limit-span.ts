import type { RawSpan } from '@pyflare/domain'
import { type AttributeLimits, cutText } from './attribute-limiter.ts'
import { isSpanId, isTraceId, parentOf } from './ids.ts'
import { type Limited, limitedToRead } from './limited.ts'
import { isSane, timeProblem } from './time.ts'

export interface SpanLimits extends AttributeLimits {
  maxEvents: number
  maxLinks: number
}

export const MAX_NAME_LENGTH = 1024
const MAX_TRACE_STATE = 512
const UINT32_MAX = 4_294_967_295

/** A span within bounds and with sane times, or the reason why it cannot be kept. What of it may be content is still whole. */
export function limitSpan(span: RawSpan, limits: SpanLimits, receivedAtNs: bigint): Limited<RawSpan> | string {
  if (!isTraceId(span.traceId)) return 'the trace id must be 16 bytes (32 hexadecimal digits) and not all zero'
  if (!isSpanId(span.spanId)) return 'the span id must be 8 bytes (16 hexadecimal digits) and not all zero'
  const startTimeNs = span.startTimeNs || span.endTimeNs || receivedAtNs
  const problem = timeProblem('start time', startTimeNs, receivedAtNs)
  if (problem !== undefined) return problem
  const endTimeNs = endOf(span.endTimeNs, startTimeNs, receivedAtNs)
  return limitedToRead(limits, (own, origin) => {
    const { attributes, dropped } = own.attributes(span.attributes)
    const events = span.events.slice(0, limits.maxEvents)
    const links = span.links
      .filter((link) => isTraceId(link.traceId) && isSpanId(link.spanId))
      .slice(0, limits.maxLinks)
    return {
      ...span,
      parentSpanId: parentOf(span.parentSpanId, span.spanId),
      traceState: cutText(span.traceState, MAX_TRACE_STATE),
      name: cutText(span.name, MAX_NAME_LENGTH),
      startTimeNs,
      endTimeNs,
      statusMessage: own.text(span.statusMessage),
      attributes,
      resource: origin.attributes(span.resource).attributes,
      scope: { ...span.scope, attributes: origin.attributes(span.scope.attributes).attributes },
      events: events.map((event) => ({
        name: cutText(event.name, MAX_NAME_LENGTH),
        timeNs: isSane(event.timeNs, receivedAtNs) ? event.timeNs : startTimeNs,
        attributes: own.attributes(event.attributes).attributes,
      })),
      links: links.map((link) => ({ ...link, attributes: own.attributes(link.attributes).attributes })),
      droppedAttributesCount: count(span.droppedAttributesCount + dropped),
      droppedEventsCount: count(span.droppedEventsCount + span.events.length - events.length),
      droppedLinksCount: count(span.droppedLinksCount + span.links.length - links.length),
    }
  })
}

/** A span that never ended, or ended before it began, took no time; one that ends in the future ended when it was received. */
function endOf(endTimeNs: bigint, startTimeNs: bigint, receivedAtNs: bigint): bigint {
  if (endTimeNs < startTimeNs) return startTimeNs
  if (isSane(endTimeNs, receivedAtNs)) return endTimeNs
  return receivedAtNs > startTimeNs ? receivedAtNs : startTimeNs
}

function count(value: number): number {
  return Math.min(value, UINT32_MAX)
}
