import type { RawLog } from '@pyflare/domain'
import type { LogRecord } from '@pyflare/proto'
import { attributesOf, attributeValueOf } from './attributes.ts'

/** A log record, free of its encoding. */
export function logOf(record: LogRecord, surroundings: Pick<RawLog, 'resource' | 'scope'>): RawLog {
  return {
    ...surroundings,
    timeNs: record.timeUnixNano,
    observedTimeNs: record.observedTimeUnixNano,
    traceId: record.traceId,
    spanId: record.spanId,
    flags: record.flags,
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    eventName: record.eventName,
    body: attributeValueOf(record.body),
    attributes: attributesOf(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
  }
}
