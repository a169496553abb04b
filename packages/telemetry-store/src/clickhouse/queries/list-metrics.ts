import type { RangeQuery } from '../../reader.ts'
import type { MetricDescriptor } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { inHours } from './rollup-range.ts'

const MOST_METRICS = 5_000

export type RawDescriptor = Omit<MetricDescriptor, 'series' | 'is_monotonic'> & { series: string; is_monotonic: number }

/** Metrics with a point in the range, from their sums by hour. Text and type are those of the latest hour. */
export function listMetricsStatement(
  query: RangeQuery & { service?: string; search?: string; name?: string; measure?: string },
): Statement {
  const conditions = inHours(query)
    .add(`last_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')`)
    .add(`first_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`)
    .when(query.service, 'service', 'service_name = {service:String}')
    .when(query.search, 'search', 'positionCaseInsensitiveUTF8(metric_name, {search:String}) > 0')
    .when(query.name, 'name', 'metric_name = {name:String}')
    .when(query.measure, 'measure', 'metrics_by_hour.measure = {measure:String}')
  return {
    name: 'list metrics',
    sql: `SELECT
  metric_name AS name,
  argMax(metrics_by_hour.description, last_time) AS description,
  argMax(metrics_by_hour.unit, last_time) AS unit,
  argMax(metrics_by_hour.value_type, last_time) AS value_type,
  argMax(metrics_by_hour.temporality, last_time) AS temporality,
  argMax(metrics_by_hour.is_monotonic, last_time) AS is_monotonic,
  max(metrics_by_hour.measure) AS measure,
  arraySort(groupUniqArray(100)(service_name)) AS services,
  uniqCombined64Merge(12)(metrics_by_hour.series) AS series,
  max(last_time) AS last_seen
FROM metrics_by_hour
WHERE ${conditions.sql}
GROUP BY metric_name
ORDER BY metric_name
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_METRICS },
  }
}

export function metricDescriptor(raw: RawDescriptor): MetricDescriptor {
  return { ...raw, series: Number(raw.series), is_monotonic: raw.is_monotonic !== 0 }
}
