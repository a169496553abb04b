import type { RawLog } from '@pyflare/domain'
import { AttributeLimiter, type AttributeLimits, cutText } from './attribute-limiter.ts'
import { reference } from './ids.ts'
import { MAX_NAME_LENGTH } from './limit-span.ts'
import { isSane, timeProblem } from './time.ts'

const MAX_SEVERITY_TEXT = 64

/** A log record within bounds and with sane times, or the reason why it cannot be kept. */
export function limitLog(
  log: RawLog,
  limits: AttributeLimits,
  receivedAtNs: bigint,
): { raw: RawLog; isTruncated: boolean } | string {
  const observedTimeNs = isSane(log.observedTimeNs, receivedAtNs) ? log.observedTimeNs : receivedAtNs
  const timeNs = log.timeNs || observedTimeNs
  const problem = timeProblem('time', timeNs, receivedAtNs)
  if (problem !== undefined) return problem
  const limiter = new AttributeLimiter(limits)
  const body = limiter.value(log.body)
  const own = limiter.attributes(log.attributes)
  const raw: RawLog = {
    ...log,
    ...reference(log.traceId, log.spanId),
    timeNs,
    observedTimeNs,
    severityNumber: log.severityNumber >= 0 && log.severityNumber <= 24 ? log.severityNumber : 0,
    severityText: cutText(log.severityText, MAX_SEVERITY_TEXT),
    eventName: cutText(log.eventName, MAX_NAME_LENGTH),
    body,
    attributes: own.attributes,
    resource: limiter.attributes(log.resource).attributes,
    droppedAttributesCount: Math.min(log.droppedAttributesCount + own.dropped, 4_294_967_295),
  }
  return { raw, isTruncated: limiter.isTruncated }
}
