import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'

const MAX_LENGTH = 200

/**
 * What helps to find a refused item where it comes from, as JSON: ids, times, and who sent it. Nothing that may be content, for no rule of
 * redaction has been there yet: neither names of spans nor attributes.
 */
export function sampleOf(raw: RawSpan | RawLog | RawMetricPoint): string {
  const service = raw.resource.get('service.name')
  return JSON.stringify({
    ...(typeof service === 'string' ? { service_name: service.slice(0, MAX_LENGTH) } : {}),
    scope_name: raw.scope.name.slice(0, MAX_LENGTH),
    ...('metricName' in raw ? { metric_name: raw.metricName.slice(0, MAX_LENGTH) } : {}),
    ...('traceId' in raw ? { trace_id: hex(raw.traceId), span_id: hex(raw.spanId) } : {}),
    ...('startTimeNs' in raw ? { start_time_unix_nano: String(raw.startTimeNs) } : {}),
    ...('endTimeNs' in raw ? { end_time_unix_nano: String(raw.endTimeNs) } : {}),
    ...('timeNs' in raw ? { time_unix_nano: String(raw.timeNs) } : {}),
  })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, MAX_LENGTH / 2)).toString('hex')
}
