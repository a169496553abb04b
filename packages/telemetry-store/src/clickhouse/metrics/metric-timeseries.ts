import { PyflareError } from '@pyflare/observe'
import type { MetricSeriesQuery } from '../../reader.ts'
import type { Aggregation, MetricDescriptor, MetricTimeseries } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { listMetricsStatement, metricDescriptor, type RawDescriptor } from '../queries/list-metrics.ts'
import { foldedLabels } from '../queries/series-labels.ts'
import { type GridValue, seriesOnGrid, timeGrid } from '../queries/time-grid.ts'
import { Distribution } from './distribution.ts'
import { type ExponentialRow, exponentialStatement } from './exponential-series.ts'
import { type HistogramRow, histogramStatement } from './histogram-series.ts'
import type { Cut } from './metric-points.ts'
import { type NumberRow, numberStatement } from './number-series.ts'
import { isQuantile, summaryStatement } from './summary-series.ts'

const AGGREGATIONS = ['avg', 'sum', 'min', 'max', 'count', 'last', 'rate', 'p50', 'p95', 'p99']

/** The series of a metric. Its type, as its last points had it, decides how points are put together. */
export async function readMetricSeries(
  connection: Connection,
  query: MetricSeriesQuery,
): Promise<MetricTimeseries | undefined> {
  const grid = timeGrid(query)
  const [raw] = await connection.rows<RawDescriptor>(listMetricsStatement(query))
  if (raw === undefined) return undefined
  const metric = metricDescriptor(raw)
  const aggregation = aggregationOf(query, metric)
  const labels = await readLabels(connection, query, metric, aggregation)
  const cut = { query, metric, labels, bucketSeconds: query.bucketSeconds }
  const { values, estimated } = await readValues(connection, cut, aggregation)
  return { unit: metric.unit, aggregation, estimated, series: seriesOnGrid(grid, labels, values, null) }
}

async function readLabels(
  connection: Connection,
  query: MetricSeriesQuery,
  metric: MetricDescriptor,
  aggregation: Aggregation,
): Promise<string[]> {
  if (query.groupBy === undefined) return ['']
  const rows = await connection.rows<{ label: string }>(metricLabelsStatement({ query, metric }, aggregation))
  return foldedLabels(rows, query.maxSeries)
}

/** The labels of a metric, those with most to show first: one more than there may be series, which tells that some are folded. */
export function metricLabelsStatement(
  of: Pick<Cut, 'query' | 'metric' | 'telling'>,
  aggregation: Aggregation,
): Statement {
  const whole = { ...of, labels: undefined, bucketSeconds: undefined }
  const { sql, params } = valuesOf(whole, aggregation)
  const weight = /histogram/.test(of.metric.value_type) ? 'sum(count)' : 'sum(weight)'
  return {
    name: 'metric: labels',
    sql: `SELECT label
FROM (
${sql}
)
GROUP BY label
ORDER BY ${weight} DESC, label
LIMIT {most:UInt32}`,
    params: { ...params, most: of.query.maxSeries + 1 },
  }
}

/** Rows of NumberRow, HistogramRow or ExponentialRow, as the metric's type has it. */
export function valuesOf(cut: Cut, aggregation: Aggregation): Statement {
  switch (cut.metric.value_type) {
    case 'histogram':
      return histogramStatement(cut)
    case 'exponential_histogram':
      return exponentialStatement(cut)
    case 'summary':
      return summaryStatement(cut, aggregation)
    default:
      return numberStatement(cut, aggregation)
  }
}

interface Values {
  values: GridValue[]
  estimated: boolean
}

async function readValues(connection: Connection, cut: Cut, aggregation: Aggregation): Promise<Values> {
  const statement = valuesOf(cut, aggregation)
  switch (cut.metric.value_type) {
    case 'histogram': {
      const rows = await connection.rows<HistogramRow>(statement)
      return distributions(rows, cut, aggregation, (distribution, row) => distribution.addHistogram(row))
    }
    case 'exponential_histogram': {
      const rows = await connection.rows<ExponentialRow>(statement)
      return distributions(rows, cut, aggregation, (distribution, row) => distribution.addExponential(row))
    }
    default: {
      const estimated = cut.metric.value_type === 'summary' && isQuantile(aggregation)
      return { values: await connection.rows<NumberRow>(statement), estimated }
    }
  }
}

function distributions<Row extends { label: string; bucket: number }>(
  rows: readonly Row[],
  { bucketSeconds, metric }: Cut,
  aggregation: Aggregation,
  add: (distribution: Distribution, row: Row) => void,
): Values {
  const cells = new Map<string, { label: string; bucket: number; distribution: Distribution }>()
  for (const row of rows) {
    const key = JSON.stringify([row.label, row.bucket])
    const cell = cells.get(key) ?? {
      label: row.label,
      bucket: row.bucket,
      distribution: new Distribution(metric.temporality === 'cumulative'),
    }
    add(cell.distribution, row)
    cells.set(key, cell)
  }
  const values = [...cells.values()].map(({ label, bucket, distribution }) => ({
    label,
    bucket,
    value: distribution.value(aggregation, bucketSeconds ?? 1),
  }))
  return { values, estimated: [...cells.values()].some(({ distribution }) => distribution.estimates(aggregation)) }
}

function aggregationOf({ aggregation }: MetricSeriesQuery, metric: MetricDescriptor): Aggregation {
  if (aggregation === undefined) return defaultAggregation(metric)
  if (!AGGREGATIONS.includes(aggregation)) {
    throw new PyflareError(
      'invalid_argument',
      `Points can be put together by ${AGGREGATIONS.join(', ')}; not otherwise.`,
    )
  }
  if (aggregation === 'last' && /histogram|summary/.test(metric.value_type)) {
    throw new PyflareError(
      'invalid_argument',
      `\`last\` says nothing of ${metric.name}, which is a ${metric.value_type}.`,
    )
  }
  return aggregation
}

function defaultAggregation({ value_type, is_monotonic }: MetricDescriptor): Aggregation {
  if (value_type === 'sum') return is_monotonic ? 'rate' : 'avg'
  return value_type === 'gauge' ? 'avg' : 'p95'
}
