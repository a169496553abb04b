import { PyflareError } from '@pyflare/observe'
import type { MetricSeriesQuery } from '../../reader.ts'
import type { MetricDescriptor } from '../../rows.ts'
import type { Params } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions } from '../queries/conditions.ts'
import { labelSql, OTHER } from '../queries/series-labels.ts'

/** How the points of a metric are cut into series and buckets. */
export interface Cut {
  query: Omit<MetricSeriesQuery, 'name'>
  metric: MetricDescriptor
  /** Which of its points count, where others tell of the same. */
  telling?: Telling
  /** Labels with a series of their own; undefined while they are being looked for. */
  labels: readonly string[] | undefined
  /** Length of a bucket; undefined for one bucket over the whole range. */
  bucketSeconds: number | undefined
}

/** Conditions of points, and what is bound in them. */
export interface Telling {
  sql: string
  params: Params
}

const GROUPS = [
  ...['service_name', 'model_id', 'environment', 'provider', 'operation_kind'],
  ...['token_type', 'token_modality'],
]
const ATTRIBUTE = 'attributes.'

/** A cumulative point counts from the one before it, so points from a while before the range are read too. */
const LOOKBACK_SECONDS = 900

/** The points of a metric and, where they are cumulative, what each added to the one before it in its series. */
export function metricPoints(cut: Cut, columns: readonly string[], previous: readonly string[]) {
  const conditions = pointConditions(cut)
  const lagging = previous.length > 0 && cut.metric.temporality === 'cumulative'
  const read = ['time', 'start_time', 'series_hash', ...columns, ...previous, `${labelOf(cut)} AS label`]
  const sql = `SELECT
    ${[...read, ...(lagging ? lagged(previous) : [])].join(',\n    ')}
  FROM metrics
  WHERE ${conditions.sql}`
  return { sql, params: { ...conditions.params, ...labelParams(cut) } as Params }
}

/** The values of the point before in the same series, and whether there is one. */
function lagged(columns: readonly string[]): string[] {
  const frame = '(PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)'
  return [
    ...['time', 'start_time', ...columns].map((column) => `lagInFrame(${column}) OVER ${frame} AS previous_${column}`),
    'row_number() OVER (PARTITION BY series_hash ORDER BY time) > 1 AS has_previous',
  ]
}

/**
 * What a point says of the time since the one before it:
 * `whole` when it counts from nothing (delta points, and the first cumulative one of a series that began in what was
 * read, or that was reset), `part` when it continues, `nothing` when it is a first look at a series that began earlier.
 */
export function continuity(cut: Cut, dropped: string): string {
  if (cut.metric.temporality !== 'cumulative') return `'whole'`
  return `multiIf(
      NOT has_previous, if(start_time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC') AND start_time < time, 'whole', 'nothing'),
      start_time > previous_start_time AND start_time >= previous_time, if(start_time < time, 'whole', 'nothing'),
      ${dropped}, 'whole',
      'part')`
}

function pointConditions({ query, metric, telling }: Cut): Conditions {
  const start = nanosOf(query.startTime)
  const cumulative = metric.temporality === 'cumulative'
  const lookback = BigInt(Math.max(LOOKBACK_SECONDS, query.bucketSeconds)) * 1_000_000_000n
  const conditions = new Conditions(query.projectId)
    .add('metric_name = {name:String}', { name: metric.name })
    .add('value_type = {value_type:String}', { value_type: metric.value_type })
    .add('temporality = {temporality:String}', { temporality: metric.temporality })
    .add(`time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC')`, {
      read_from: cumulative ? start - lookback : start,
    })
    .add(`time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`, { end: nanosOf(query.endTime) })
    .when(query.service, 'service', 'service_name = {service:String}')
    .when(query.model, 'model', 'model_id = {model:String}')
    .when(query.environment, 'environment', 'environment = {environment:String}')
  return telling === undefined ? conditions : conditions.add(telling.sql, telling.params)
}

function labelOf({ query, labels }: Cut): string {
  if (query.groupBy === undefined) return `''`
  const expression = groupSql(query.groupBy)
  return labels === undefined ? expression : labelSql(expression)
}

function groupSql(groupBy: string): string {
  if (groupBy.startsWith(ATTRIBUTE)) return 'attributes[{group_key:String}]'
  if (GROUPS.includes(groupBy)) return groupBy
  throw new PyflareError(
    'invalid_argument',
    `Metrics can be grouped by ${GROUPS.join(', ')} or \`attributes.<key>\`; not by "${groupBy.slice(0, 100)}".`,
  )
}

function labelParams({ query, labels, bucketSeconds }: Cut): Params {
  const { groupBy } = query
  return {
    start: nanosOf(query.startTime),
    ...(bucketSeconds === undefined ? {} : { bucket: bucketSeconds }),
    ...(groupBy?.startsWith(ATTRIBUTE) ? { group_key: groupBy.slice(ATTRIBUTE.length) } : {}),
    ...(groupBy === undefined || labels === undefined
      ? {}
      : { labels: labels.filter((label) => label !== OTHER), other: OTHER }),
  }
}

/** The bucket of a point; with one bucket over the range, its number says nothing. */
export function bucketOf({ bucketSeconds }: Cut): string {
  return bucketSeconds === undefined
    ? 'toUInt32(0)'
    : 'toUInt32(intDiv(toUnixTimestamp(time), {bucket:UInt32}) * {bucket:UInt32})'
}

/** Points before the range were read for what follows them; they make no buckets of their own. */
export const IN_RANGE = `time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')`
