import type { Statement } from '../connection.ts'
import { bucketOf, type Cut, continuity, IN_RANGE, metricPoints } from './metric-points.ts'

/** What an exponential histogram's points added, for each label, bucket of time and scale. */
export interface ExponentialRow {
  label: string
  bucket: number
  scale: number
  count: number
  sum: number
  min: number | null
  max: number | null
  zero: number
  positive_indexes: number[]
  positive_counts: number[]
  negative_indexes: number[]
  negative_counts: number[]
}

/**
 * A cumulative histogram may lower its scale as values spread; the point before it is then brought to the new scale, in
 * which `2^d` old buckets are one, and taken away. Source: OpenTelemetry metrics data model, exponential histograms.
 */
export function exponentialStatement(cut: Cut): Statement {
  const previous = [
    ...['count', 'sum', 'scale', 'zero_count'],
    ...['positive_offset', 'positive_counts', 'negative_offset', 'negative_counts'],
  ]
  const points = metricPoints(cut, ['min', 'max'], previous)
  const cumulative = cut.metric.temporality === 'cumulative'
  const since = (column: string) =>
    cumulative
      ? `multiIf(continuity = 'whole', toInt64(${column}), continuity = 'part', toInt64(${column}) - toInt64(previous_${column}), 0)`
      : `toInt64(${column})`
  return {
    name: 'metric: exponential histogram',
    sql: `SELECT
  label,
  ${bucketOf(cut)} AS bucket,
  scale,
  toFloat64(sum(added)) AS count,
  sum(added_sum) AS sum,
  min(points.min) AS min,
  max(points.max) AS max,
  toFloat64(sum(added_zero)) AS zero,
  ${merged('positive')},
  ${merged('negative')}
FROM (
  SELECT label, time, scale, min, max,
    ${continuity(cut, 'count < previous_count OR scale > previous_scale')} AS continuity,
    ${since('count')} AS added,
    ${cumulative ? `multiIf(continuity = 'whole', ifNull(sum, 0), continuity = 'part', ifNull(sum, 0) - ifNull(previous_sum, 0), 0)` : 'ifNull(sum, 0)'} AS added_sum,
    ${since('zero_count')} AS added_zero,
    ${contributions('positive', cumulative)},
    ${contributions('negative', cumulative)}
  FROM (
  ${points.sql}
  )
) AS points
WHERE ${IN_RANGE}
GROUP BY label, bucket, scale
HAVING count != 0`,
    params: points.params,
  }
}

/** Bucket indexes and counts that a point adds; those of the point before it are taken away. */
function contributions(side: 'positive' | 'negative', cumulative: boolean): string {
  const indexes = `arrayMap(i -> toInt32(${side}_offset + i), range(length(${side}_counts)))`
  const counts = `arrayMap(n -> toInt64(n), ${side}_counts)`
  if (!cumulative) return `${indexes} AS ${side}_i,\n    ${counts} AS ${side}_n`
  const older = `arrayMap(i -> toInt32(floor((previous_${side}_offset + i) / exp2(previous_scale - scale))), range(length(previous_${side}_counts)))`
  const taken = `arrayMap(n -> -toInt64(n), previous_${side}_counts)`
  return `multiIf(continuity = 'nothing', [], continuity = 'whole', ${indexes}, arrayConcat(${indexes}, ${older})) AS ${side}_i,
    multiIf(continuity = 'nothing', [], continuity = 'whole', ${counts}, arrayConcat(${counts}, ${taken})) AS ${side}_n`
}

function merged(side: 'positive' | 'negative'): string {
  return `(sumMap(${side}_i, ${side}_n) AS ${side}).1 AS ${side}_indexes,
  arrayMap(n -> toFloat64(n), ${side}.2) AS ${side}_counts`
}
