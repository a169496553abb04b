import type { Statement } from '../connection.ts'
import { bucketOf, type Cut, continuity, IN_RANGE, metricPoints } from './metric-points.ts'

/** What an explicit histogram's points added, for each label, bucket of time and set of bounds. */
export interface HistogramRow {
  label: string
  bucket: number
  count: number
  sum: number
  min: number | null
  max: number | null
  bounds: number[]
  /** One more than the bounds. */
  counts: number[]
}

export function histogramStatement(cut: Cut): Statement {
  const points = metricPoints(cut, ['min', 'max'], ['count', 'sum', 'bucket_bounds', 'bucket_counts'])
  const cumulative = cut.metric.temporality === 'cumulative'
  const since = (column: string, part: string) =>
    cumulative ? `multiIf(continuity = 'whole', ${column}, continuity = 'part', ${part}, 0)` : column
  const counts = cumulative
    ? `arrayMap((now, before) -> multiIf(continuity = 'whole', toInt64(now), continuity = 'part', toInt64(now) - toInt64(before), 0),
      bucket_counts, arrayResize(previous_bucket_counts, length(bucket_counts)))`
    : 'arrayMap(now -> toInt64(now), bucket_counts)'
  // Other bounds than before are another histogram: there is nothing to take away.
  const dropped = 'count < previous_count OR bucket_bounds != previous_bucket_bounds'
  return {
    name: 'metric: histogram',
    sql: `SELECT
  label,
  ${bucketOf(cut)} AS bucket,
  sum(added) AS count,
  sum(added_sum) AS sum,
  min(points.min) AS min,
  max(points.max) AS max,
  bucket_bounds AS bounds,
  arrayMap(n -> toFloat64(n), sumForEach(added_counts)) AS counts
FROM (
  SELECT label, time, bucket_bounds, min, max,
    ${continuity(cut, dropped)} AS continuity,
    toFloat64(${since('toInt64(count)', 'toInt64(count) - toInt64(previous_count)')}) AS added,
    ifNull(${since('ifNull(sum, 0)', 'ifNull(sum, 0) - ifNull(previous_sum, 0)')}, 0) AS added_sum,
    ${counts} AS added_counts
  FROM (
  ${points.sql}
  )
) AS points
WHERE ${IN_RANGE}
GROUP BY label, bucket, bucket_bounds
HAVING count != 0`,
    params: points.params,
  }
}
