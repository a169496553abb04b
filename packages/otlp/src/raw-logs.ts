import type { RawLog } from '@pyflare/domain'
import type { ExportLogsServiceRequest } from '@pyflare/proto'
import { attributesOf, attributeValueOf } from './attributes.ts'
import { scopeOf } from './raw-spans.ts'

/** The log records of a request, free of their encoding, in the order in which they came. */
export function logsOf(request: ExportLogsServiceRequest): RawLog[] {
  return request.resourceLogs.flatMap((resourceLogs) => {
    const resource = attributesOf(resourceLogs.resource?.attributes ?? [])
    return resourceLogs.scopeLogs.flatMap((scopeLogs) => {
      const scope = scopeOf(scopeLogs.scope)
      return scopeLogs.logRecords.map((record) => ({
        resource,
        scope,
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
      }))
    })
  })
}
