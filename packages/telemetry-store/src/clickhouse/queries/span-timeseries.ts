import type { SpanSeriesQuery } from '../../reader.ts'
import type { SpanTimeseries } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { Conditions, within } from './conditions.ts'
import { bucketSql, foldedLabels, labelSql, OTHER } from './series-labels.ts'
import { seriesRange } from './series-range.ts'
import { type SeriesSource, seriesSource } from './span-series-source.ts'
import { type GridValue, seriesOnGrid, timeGrid } from './time-grid.ts'

/** Series made of spans, traces and the ledger. The largest labels are found first, so that the rest can be folded. */
export async function readSpanSeries(connection: Connection, query: SpanSeriesQuery): Promise<SpanTimeseries> {
  const grid = timeGrid(query)
  const source = seriesSource(query)
  const labels =
    query.groupBy === undefined
      ? ['']
      : foldedLabels(await connection.rows<{ label: string }>(spanLabelsStatement(query)), query.maxSeries)
  const values = await connection.rows<GridValue>(spanSeriesStatement(query, labels))
  return { series: seriesOnGrid(grid, labels, values, source.empty), estimated: source.estimated ?? false }
}

export function spanLabelsStatement(query: SpanSeriesQuery): Statement {
  const source = seriesSource(query)
  const conditions = seriesConditions(query, source)
  return {
    name: `series labels: ${query.measure}`,
    sql: `SELECT ${query.groupBy} AS label
FROM ${source.table}
WHERE ${conditions.sql}
GROUP BY label
ORDER BY ${source.weight} DESC, label
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: query.maxSeries + 1 },
  }
}

/** `labels` are those that have a series of their own; with `other` among them, it takes what is left. */
export function spanSeriesStatement(query: SpanSeriesQuery, labels: readonly string[]): Statement {
  const source = seriesSource(query)
  const conditions = seriesConditions(query, source)
  const label = query.groupBy === undefined ? `''` : labelSql(query.groupBy)
  return {
    name: `series: ${query.measure}`,
    sql: `SELECT
  ${label} AS label,
  ${bucketSql(source.time)} AS bucket,
  ${source.value} AS value
FROM ${source.table}
WHERE ${conditions.sql}
GROUP BY label, bucket`,
    params: {
      ...conditions.params,
      bucket: query.bucketSeconds,
      ...(query.groupBy === undefined ? {} : { labels: labels.filter((each) => each !== OTHER), other: OTHER }),
    },
  }
}

function seriesConditions(query: SpanSeriesQuery, { time, model }: SeriesSource): Conditions {
  const { start, end } = seriesRange(query)
  return within(new Conditions(query.projectId), time, start, end)
    .when(query.service, 'service', 'service_name = {service:String}')
    .when(query.model, 'model', model)
    .when(query.environment, 'environment', 'environment = {environment:String}')
    .when(query.userId, 'user', 'user_id = {user:String}')
    .when(query.sessionId, 'session', 'session_id = {session:String}')
    .when(query.featureId, 'feature', 'feature_id = {feature:String}')
    .when(query.team, 'team', 'team = {team:String}')
}
