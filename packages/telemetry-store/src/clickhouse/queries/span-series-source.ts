import { PyflareError } from '@pyflare/observe'
import type { SpanSeriesQuery } from '../../reader.ts'

/** Where a measure is read from: the coarsest sums that have its buckets and dimensions, else the rows themselves. */
export interface SeriesSource {
  table: string
  /** Its column of time, and what rounds a start down to its unit. */
  time: string
  floor: 'toStartOfMinute' | 'toStartOfHour' | ''
  value: string
  /** By which series are ranked when there are too many. */
  weight: string
  /** What a bucket without rows holds: nothing happened, or nothing is known. */
  empty: 0 | null
  /** Whether quantiles come from sketches. */
  estimated?: boolean
  model: string
}

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

const GROUPS = ['model_id', 'service_name', 'environment', 'operation_kind', 'provider', 'user_id', 'release']

export function seriesSource(query: SpanSeriesQuery): SeriesSource {
  if (query.groupBy !== undefined && !GROUPS.includes(query.groupBy)) {
    throw new PyflareError('invalid_argument', `Series can be grouped by ${GROUPS.join(', ')}; not by this.`)
  }
  if (query.measure === 'traces') return tracesSource(query)
  const ledger = LEDGER_SUMS[query.measure]
  return ledger === undefined ? spansSource(query) : ledgerSource(query, ledger)
}

/** A trace's row has no provider: those traces are counted by the spans that have one. */
function tracesSource({ groupBy }: SpanSeriesQuery): SeriesSource {
  if (groupBy === 'provider') {
    const value = 'toFloat64(uniqExact(trace_id))'
    return {
      table: 'spans',
      time: 'start_time',
      floor: '',
      value,
      weight: value,
      empty: 0,
      model: 'model_id = {model:String}',
    }
  }
  const value = 'toFloat64(count())'
  const model = 'has(models, {model:String})'
  return { table: 'trace_index FINAL', time: 'start_time', floor: '', value, weight: value, empty: 0, model }
}

function spansSource({ measure, groupBy, bucketSeconds }: SpanSeriesQuery): SeriesSource {
  const quantile = QUANTILES[measure]
  const summed = groupBy !== 'user_id' && bucketSeconds % 60 === 0
  const model = 'model_id = {model:String}'
  const empty = quantile === undefined ? 0 : null
  if (summed) {
    const counted = measure === 'errors' ? 'toFloat64(sum(errors))' : 'toFloat64(sum(spans))'
    const value =
      quantile === undefined ? counted : `quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[${quantile.index}] / 1e6`
    const weight = quantile === undefined ? counted : 'toFloat64(sum(spans))'
    const estimated = quantile !== undefined
    return {
      table: 'spans_by_minute',
      time: 'minute',
      floor: 'toStartOfMinute',
      value,
      weight,
      empty,
      estimated,
      model,
    }
  }
  const counted = measure === 'errors' ? `toFloat64(countIf(status = 'error'))` : 'toFloat64(count())'
  const value = quantile === undefined ? counted : `quantileExactInclusive(${quantile.level})(duration_ns) / 1e6`
  const weight = quantile === undefined ? counted : 'toFloat64(count())'
  return { table: 'spans', time: 'start_time', floor: '', value, weight, empty, model }
}

function ledgerSource({ groupBy, bucketSeconds }: SpanSeriesQuery, value: string): SeriesSource {
  const base = { value, weight: value, empty: 0 as const, model: 'model_id = {model:String}' }
  if (groupBy !== 'user_id' && bucketSeconds % 60 === 0) {
    return { ...base, table: 'ledger_by_minute', time: 'minute', floor: 'toStartOfMinute' }
  }
  if (bucketSeconds % 3600 === 0) return { ...base, table: 'ledger_by_hour', time: 'hour', floor: 'toStartOfHour' }
  return { ...base, table: 'ledger', time: 'time', floor: '' }
}
