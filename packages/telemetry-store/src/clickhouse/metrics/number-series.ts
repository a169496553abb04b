import type { Aggregation } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { bucketOf, type Cut, continuity, IN_RANGE, metricPoints } from './metric-points.ts'

/** One value for each label and bucket. */
export interface NumberRow {
  label: string
  bucket: number
  value: number | null
  /** By which labels are ranked. */
  weight: number
}

const QUANTILE: Partial<Record<Aggregation, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 }

/**
 * Gauges and sums.
 *
 * `rate` is what was added in a second, `sum` what was added in the bucket, over all series, resets taken into account.
 * For gauges, which add nothing, `sum` adds up the series' means, and `rate` is the change of that sum in a second.
 * `avg` is the mean of the series' means; `min`, `max`, `last`, `count` and quantiles are of the points.
 */
export function numberStatement(cut: Cut, aggregation: Aggregation): Statement {
  return counts(cut, aggregation) ? increaseStatement(cut, aggregation) : gaugeStatement(cut, aggregation)
}

/** Whether the points add up over time: only then is there an increase. */
function counts({ metric }: Cut, aggregation: Aggregation): boolean {
  const adds = metric.value_type === 'sum' && (metric.is_monotonic || metric.temporality === 'delta')
  return adds && (aggregation === 'rate' || aggregation === 'sum')
}

function increaseStatement(cut: Cut, aggregation: Aggregation): Statement {
  const points = metricPoints(cut, [], ['value'])
  const seconds = cut.bucketSeconds ?? rangeSeconds(cut)
  const part = cut.metric.temporality === 'cumulative' ? 'value - previous_value' : 'value'
  return {
    name: `metric: increase of ${aggregation}`,
    sql: `SELECT label, ${bucketOf(cut)} AS bucket, sum(increase) / {divisor:Float64} AS value, sum(increase) AS weight
FROM (
  SELECT label, time,
    ${continuity(cut, 'value < previous_value')} AS continuity,
    multiIf(continuity = 'whole', value, continuity = 'part', ${part}, 0) AS increase
  FROM (
  ${points.sql}
  )
)
WHERE ${IN_RANGE}
GROUP BY label, bucket`,
    params: { ...points.params, divisor: aggregation === 'rate' ? seconds : 1 },
  }
}

function gaugeStatement(cut: Cut, aggregation: Aggregation): Statement {
  const points = metricPoints(cut, ['value'], [])
  return {
    name: `metric: ${aggregation}`,
    sql: `SELECT label, bucket, ${gaugeValue(aggregation)} AS value, abs(avg(mean)) AS weight
FROM (
  SELECT
    label,
    ${bucketOf(cut)} AS bucket,
    series_hash,
    avg(points.value) AS mean,
    min(points.value) AS least,
    max(points.value) AS greatest,
    argMax(points.value, time) AS last,
    argMin(points.value, time) AS first,
    max(time) AS last_time,
    toFloat64(count()) AS number${QUANTILE[aggregation] === undefined ? '' : ',\n    groupArray(points.value) AS all_values'}
  FROM (
  ${points.sql}
  ) AS points
  WHERE ${IN_RANGE}
  GROUP BY label, bucket, series_hash
)
GROUP BY label, bucket`,
    params: { ...points.params, seconds: cut.bucketSeconds ?? rangeSeconds(cut) },
  }
}

function gaugeValue(aggregation: Aggregation): string {
  const quantile = QUANTILE[aggregation]
  if (quantile !== undefined) return `quantileExactInclusiveArray(${quantile})(all_values)`
  switch (aggregation) {
    case 'sum':
      return 'sum(mean)'
    case 'min':
      return 'min(least)'
    case 'max':
      return 'max(greatest)'
    case 'count':
      return 'sum(number)'
    case 'last':
      return 'argMax(last, last_time)'
    case 'rate':
      return 'sum(last - first) / {seconds:Float64}'
    default:
      return 'avg(mean)'
  }
}

function rangeSeconds({ query }: Cut): number {
  return Math.max(1, (query.endTime.getTime() - query.startTime.getTime()) / 1000)
}
