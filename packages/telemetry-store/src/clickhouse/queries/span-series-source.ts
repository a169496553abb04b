import { LEDGER_DIMENSIONS, type LedgerDimension } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import type { SpanSeriesQuery } from '../../reader.ts'
import { seriesRange } from './series-range.ts'

/** Where a measure is read from: the coarsest sums that have its buckets and dimensions, else the rows themselves. */
export interface SeriesSource {
  table: string
  /** Its column of time. */
  time: string
  value: string
  /** By which series are ranked when there are too many. */
  weight: string
  /** What a bucket without rows holds: nothing happened, or nothing is known. */
  empty: 0 | null
  /** Whether quantiles come from sketches. */
  estimated?: boolean
  model: string
}

interface SeriesTable {
  table: string
  time: string
  /** Length of what a row sums up; undefined where a row is one span, trace or entry. */
  unitSeconds?: number
  has: readonly LedgerDimension[]
}

const OF_ALL = ['model_id', 'service_name', 'operation_kind', 'environment', 'release'] as const
const OF_RECORDS = [...OF_ALL, 'user_id', 'session_id', 'feature_id', 'team'] as const

const LEDGER_BY_MINUTE: SeriesTable = {
  table: 'ledger_by_minute',
  time: 'minute',
  unitSeconds: 60,
  has: [...OF_ALL, 'provider', 'feature_id', 'team'],
}
const LEDGER_BY_HOUR: SeriesTable = {
  table: 'ledger_by_hour',
  time: 'hour',
  unitSeconds: 3600,
  has: [...LEDGER_BY_MINUTE.has, 'model_version', 'user_id', 'cost_source'],
}
const LEDGER: SeriesTable = { table: 'ledger', time: 'time', has: LEDGER_DIMENSIONS }
const SPANS_BY_MINUTE: SeriesTable = {
  table: 'spans_by_minute',
  time: 'minute',
  unitSeconds: 60,
  has: [...OF_ALL, 'provider'],
}
const SPANS: SeriesTable = { table: 'spans', time: 'start_time', has: [...OF_RECORDS, 'provider', 'model_version'] }
const TRACES: SeriesTable = { table: 'trace_index FINAL', time: 'start_time', has: OF_RECORDS }

const QUANTILES: Readonly<Record<string, { level: number; index: number }>> = {
  duration_p50: { level: 0.5, index: 1 },
  duration_p95: { level: 0.95, index: 2 },
  duration_p99: { level: 0.99, index: 3 },
}

const LEDGER_SUMS: Readonly<Record<string, string>> = {
  input_tokens: 'toFloat64(sum(input_tokens))',
  output_tokens: 'toFloat64(sum(output_tokens))',
  cost: 'sum(cost_nanos) / 1e9',
}

/** @throws PyflareError `invalid_argument` for a group that the measure has not. */
export function seriesSource(query: SpanSeriesQuery): SeriesSource {
  if (query.measure === 'traces') return tracesSource(query)
  const ledger = LEDGER_SUMS[query.measure]
  return ledger === undefined ? spansSource(query) : ledgerSource(query, ledger)
}

/** A trace's row is of one root and of several calls: by what only calls have, traces are counted by the spans that have it. */
function tracesSource(query: SpanSeriesQuery): SeriesSource {
  const { table, time } = coarsest([TRACES, SPANS], query)
  const isIndex = table === TRACES.table
  const value = isIndex ? 'toFloat64(count())' : 'toFloat64(uniqExact(trace_id))'
  const model = isIndex ? 'has(models, {model:String})' : 'model_id = {model:String}'
  return { table, time, value, weight: value, empty: 0, model }
}

function spansSource(query: SpanSeriesQuery): SeriesSource {
  const { table, time, unitSeconds } = coarsest([SPANS_BY_MINUTE, SPANS], query)
  const summed = unitSeconds !== undefined
  const spans = summed ? 'toFloat64(sum(spans))' : 'toFloat64(count())'
  const base = { table, time, weight: spans, model: 'model_id = {model:String}' }
  const quantile = QUANTILES[query.measure]
  if (quantile !== undefined) {
    const value = summed
      ? `quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[${quantile.index}] / 1e6`
      : `quantileExactInclusive(${quantile.level})(duration_ns) / 1e6`
    return { ...base, value, empty: null, estimated: summed }
  }
  if (query.measure === 'spans') return { ...base, value: spans, empty: 0 }
  const errors = summed ? 'toFloat64(sum(errors))' : `toFloat64(countIf(status = 'error'))`
  return { ...base, value: errors, weight: errors, empty: 0 }
}

function ledgerSource(query: SpanSeriesQuery, value: string): SeriesSource {
  const { table, time } = coarsest([LEDGER_BY_MINUTE, LEDGER_BY_HOUR, LEDGER], query)
  return { table, time, value, weight: value, empty: 0, model: 'model_id = {model:String}' }
}

/** The first table that has the query's dimensions, and of which no row lies across an edge of its buckets or of its range. */
function coarsest(tables: readonly SeriesTable[], query: SpanSeriesQuery): SeriesTable {
  const { start, end } = seriesRange(query)
  const asked = dimensionsOf(query)
  const found = tables
    .filter(({ has }) => asked.every((dimension) => has.some((each) => each === dimension)))
    .find(
      ({ unitSeconds = 1 }) =>
        query.bucketSeconds % unitSeconds === 0 &&
        [start, end].every((edge) => unitSeconds === 1 || edge % (BigInt(unitSeconds) * 1_000_000_000n) === 0n),
    )
  if (found !== undefined) return found
  const known = LEDGER_DIMENSIONS.filter((dimension) => tables.some(({ has }) => has.includes(dimension)))
  throw new PyflareError('invalid_argument', `Such series can be grouped by ${known.join(', ')}; not by this.`)
}

/** What rows must be told apart by. */
function dimensionsOf({ groupBy, userId, sessionId, featureId, team }: SpanSeriesQuery): string[] {
  const filters = { user_id: userId, session_id: sessionId, feature_id: featureId, team }
  const filtered = Object.entries(filters).flatMap(([column, value]) => (value ? [column] : []))
  return groupBy === undefined ? filtered : [...filtered, groupBy]
}
