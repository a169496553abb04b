import type { Aggregation } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { bucketOf, type Cut, continuity, IN_RANGE, metricPoints } from './metric-points.ts'

const LEVEL: Partial<Record<Aggregation, number>> = { min: 0, p50: 0.5, p95: 0.95, p99: 0.99, max: 1 }

/**
 * Summaries come with their quantiles made, which can't be added up: a quantile here is the mean of what the points say
 * of the nearest one. Counts and sums are cumulative, as OpenTelemetry has it.
 */
export function summaryStatement(cut: Cut, aggregation: Aggregation): Statement {
  const asCumulative = { ...cut, metric: { ...cut.metric, temporality: 'cumulative' } }
  const points = metricPoints(asCumulative, ['quantiles', 'quantile_values'], ['count', 'sum'])
  return {
    name: `metric: summary ${aggregation}`,
    sql: `SELECT label, ${bucketOf(cut)} AS bucket, ${summaryValue(aggregation)} AS value, sum(added) AS weight
FROM (
  SELECT label, time, quantile_values,
    ${continuity(asCumulative, 'count < previous_count')} AS continuity,
    toFloat64(multiIf(continuity = 'whole', toInt64(count), continuity = 'part', toInt64(count) - toInt64(previous_count), 0)) AS added,
    multiIf(continuity = 'whole', ifNull(sum, 0), continuity = 'part', ifNull(sum, 0) - ifNull(previous_sum, 0), 0) AS added_sum,
    arrayMap(q -> abs(q - {level:Float64}), quantiles) AS distances,
    quantile_values[indexOf(distances, arrayMin(distances))] AS nearest
  FROM (
  ${points.sql}
  )
)
WHERE ${IN_RANGE}
GROUP BY label, bucket`,
    params: {
      ...points.params,
      temporality: cut.metric.temporality,
      level: LEVEL[aggregation] ?? 0.5,
      seconds: cut.bucketSeconds ?? 1,
    },
  }
}

/** Whether it is read off the quantiles that the points bring. */
export function isQuantile(aggregation: Aggregation): boolean {
  return LEVEL[aggregation] !== undefined
}

function summaryValue(aggregation: Aggregation): string {
  if (isQuantile(aggregation)) return 'avgIf(nearest, notEmpty(distances))'
  switch (aggregation) {
    case 'sum':
      return 'sum(added_sum)'
    case 'count':
      return 'sum(added)'
    case 'rate':
      return 'sum(added) / {seconds:Float64}'
    default:
      return 'if(sum(added) = 0, NULL, sum(added_sum) / sum(added))'
  }
}
