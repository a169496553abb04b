import type { RawSpan } from '@pyflare/domain'
import { AttributeLimiter, type AttributeLimits, cutText } from './attribute-limiter.ts'
import { isSpanId, isTraceId, parentOf } from './ids.ts'
import { isSane, timeProblem } from './time.ts'

export interface SpanLimits extends AttributeLimits {
  maxEvents: number
  maxLinks: number
}

export const MAX_NAME_LENGTH = 1024
const MAX_TRACE_STATE = 512
const UINT32_MAX = 4_294_967_295

/** A span within bounds and with sane times, or the reason why it cannot be kept. */
export function limitSpan(
  span: RawSpan,
  limits: SpanLimits,
  receivedAtNs: bigint,
): { raw: RawSpan; isTruncated: boolean } | string {
  if (!isTraceId(span.traceId)) return 'the trace id must be 16 bytes (32 hexadecimal digits) and not all zero'
  if (!isSpanId(span.spanId)) return 'the span id must be 8 bytes (16 hexadecimal digits) and not all zero'
  const startTimeNs = span.startTimeNs || span.endTimeNs || receivedAtNs
  const problem = timeProblem('start time', startTimeNs, receivedAtNs)
  if (problem !== undefined) return problem
  const limiter = new AttributeLimiter(limits)
  const own = limiter.attributes(span.attributes)
  const resource = limiter.attributes(span.resource)
  const scope = { ...span.scope, attributes: limiter.attributes(span.scope.attributes).attributes }
  const raw: RawSpan = {
    ...span,
    parentSpanId: parentOf(span.parentSpanId, span.spanId),
    traceState: cutText(span.traceState, MAX_TRACE_STATE),
    name: cutText(span.name, MAX_NAME_LENGTH),
    startTimeNs,
    endTimeNs: endOf(span.endTimeNs, startTimeNs, receivedAtNs),
    statusMessage: limiter.text(span.statusMessage),
    attributes: own.attributes,
    resource: resource.attributes,
    scope,
    events: span.events.slice(0, limits.maxEvents).map((event) => ({
      name: cutText(event.name, MAX_NAME_LENGTH),
      timeNs: isSane(event.timeNs, receivedAtNs) ? event.timeNs : startTimeNs,
      attributes: limiter.attributes(event.attributes).attributes,
    })),
    links: span.links
      .filter((link) => isTraceId(link.traceId) && isSpanId(link.spanId))
      .slice(0, limits.maxLinks)
      .map((link) => ({ ...link, attributes: limiter.attributes(link.attributes).attributes })),
    droppedAttributesCount: count(span.droppedAttributesCount + own.dropped),
    droppedEventsCount: count(span.droppedEventsCount + Math.max(0, span.events.length - limits.maxEvents)),
    droppedLinksCount: 0,
  }
  const droppedLinksCount = count(span.droppedLinksCount + span.links.length - raw.links.length)
  return { raw: { ...raw, droppedLinksCount }, isTruncated: limiter.isTruncated }
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
