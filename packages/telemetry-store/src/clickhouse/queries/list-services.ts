import type { RangeQuery } from '../../reader.ts'
import type { ServiceRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from './conditions.ts'
import { inMinutes } from './rollup-range.ts'

const MOST_SERVICES = 1_000

export interface RawService {
  service_name: string
  spans: string
  errors: string
  p95_ns: number
  last_seen: string
}

/** Spans, errors and latency of each service, from their sums by minute. */
export function listServicesStatement(query: RangeQuery): Statement {
  const conditions = inMinutes(query)
  return {
    name: 'list services',
    sql: `SELECT
  service_name,
  sum(spans_by_minute.spans) AS spans,
  sum(spans_by_minute.errors) AS errors,
  quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[2] AS p95_ns,
  max(last_time) AS last_seen
FROM spans_by_minute
WHERE ${conditions.sql}
GROUP BY service_name
ORDER BY spans DESC, service_name
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_SERVICES },
  }
}

/** Traces that began in each service. */
export function serviceTracesStatement({ projectId, startTime, endTime }: RangeQuery): Statement {
  const conditions = within(new Conditions(projectId), 'start_time', nanosOf(startTime), nanosOf(endTime))
  return {
    name: 'list services: traces',
    sql: `SELECT service_name, count() AS traces
FROM trace_index FINAL
WHERE ${conditions.sql}
GROUP BY service_name
ORDER BY traces DESC, service_name
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_SERVICES },
  }
}

export function serviceRows(
  services: readonly RawService[],
  traces: readonly { service_name: string; traces: string }[],
) {
  const tracesOf = new Map(traces.map((row) => [row.service_name, Number(row.traces)]))
  return services.map(
    ({ p95_ns, ...row }): ServiceRow => ({
      ...row,
      spans: Number(row.spans),
      errors: Number(row.errors),
      traces: tracesOf.get(row.service_name) ?? 0,
      duration_p95_ms: p95_ns / 1e6,
    }),
  )
}
