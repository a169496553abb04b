import type { RawLog } from '@pyflare/domain'
import { type AttributeLimits, cutText } from './attribute-limiter.ts'
import { reference } from './ids.ts'
import { MAX_NAME_LENGTH } from './limit-span.ts'
import { type Limited, limitedToRead } from './limited.ts'
import { isSane, timeProblem } from './time.ts'

const MAX_SEVERITY_TEXT = 64

/** A log record within bounds and with sane times, or the reason why it cannot be kept. What of it may be content is still whole. */
export function limitLog(log: RawLog, limits: AttributeLimits, receivedAtNs: bigint): Limited<RawLog> | string {
  const observedTimeNs = isSane(log.observedTimeNs, receivedAtNs) ? log.observedTimeNs : receivedAtNs
  const timeNs = log.timeNs || observedTimeNs
  const problem = timeProblem('time', timeNs, receivedAtNs)
  if (problem !== undefined) return problem
  return limitedToRead(limits, (own, origin) => {
    const body = own.value(log.body)
    const { attributes, dropped } = own.attributes(log.attributes)
    return {
      ...log,
      ...reference(log.traceId, log.spanId),
      timeNs,
      observedTimeNs,
      severityNumber: log.severityNumber >= 0 && log.severityNumber <= 24 ? log.severityNumber : 0,
      severityText: cutText(log.severityText, MAX_SEVERITY_TEXT),
      eventName: cutText(log.eventName, MAX_NAME_LENGTH),
      body,
      attributes,
      resource: origin.attributes(log.resource).attributes,
      droppedAttributesCount: Math.min(log.droppedAttributesCount + dropped, 4_294_967_295),
    }
  })
}
