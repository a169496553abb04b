import { MEASURE_UNITS, type Measure, TOKEN_PARTS } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import type { MeasureSeriesQuery } from '../../reader.ts'
import type { Aggregation, MeasureTimeseries, MetricDescriptor } from '../../rows.ts'
import type { Connection } from '../connection.ts'
import { listMetricsStatement, metricDescriptor, type RawDescriptor } from '../queries/list-metrics.ts'
import { foldedLabels } from '../queries/series-labels.ts'
import { type GridValue, seriesOnGrid, timeGrid } from '../queries/time-grid.ts'
import { Distribution } from './distribution.ts'
import type { ExponentialRow } from './exponential-series.ts'
import type { HistogramRow } from './histogram-series.ts'
import { byPreference, isDistribution, tellingOf } from './measure-tellings.ts'
import type { Cut } from './metric-points.ts'
import { metricLabelsStatement, valuesOf } from './metric-timeseries.ts'
import type { NumberRow } from './number-series.ts'

const AGGREGATIONS: readonly Aggregation[] = ['sum', 'count', 'avg', 'min', 'max', 'p50', 'p95', 'p99']
const ADDED: readonly Measure[] = ['genai.tokens', 'genai.cost']
const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 }

type MeasureCut = Cut & { factor: number }

/** The series of what metrics of any name measure, each call told once. Undefined where no metric of the range does. */
export async function readMeasureSeries(
  connection: Connection,
  query: MeasureSeriesQuery,
): Promise<MeasureTimeseries | undefined> {
  const grid = timeGrid(query)
  const aggregation = aggregationOf(query)
  const found = await connection.rows<RawDescriptor>(listMetricsStatement(query))
  if (found.length === 0) return undefined
  const metrics = byPreference(found.map(metricDescriptor)).filter(
    // A counter says how much it was in all, and nothing of each call.
    (metric) => isDistribution(metric) || aggregation === 'sum',
  )
  const parts = query.groupBy === 'token_type' ? [] : TOKEN_PARTS
  const cuts = metrics.map((metric) => cutOf(query, metric, metrics, parts))
  const labels = await readLabels(connection, query, cuts, aggregation)
  const cells = new Cells(metrics.some(({ temporality }) => temporality === 'cumulative'))
  await Promise.all(cuts.map((cut) => readCells(connection, { ...cut, labels }, aggregation, cells)))
  return {
    unit: MEASURE_UNITS[query.measure],
    aggregation,
    estimated: cells.estimates(aggregation),
    metrics: metrics.map(({ name }) => name),
    series: seriesOnGrid(grid, labels, cells.values(aggregation, query.bucketSeconds), null),
  }
}

function cutOf(
  query: MeasureSeriesQuery,
  metric: MetricDescriptor,
  metrics: readonly MetricDescriptor[],
  parts: readonly string[],
): MeasureCut {
  const isTime = MEASURE_UNITS[query.measure] === 's'
  return {
    query,
    metric,
    telling: tellingOf(metrics, parts),
    labels: undefined,
    bucketSeconds: query.bucketSeconds,
    // Nobody who names no unit counts in another one than the conventions do.
    factor: isTime ? (SECONDS[metric.unit] ?? 1) : 1,
  }
}

function aggregationOf({ aggregation, measure }: MeasureSeriesQuery): Aggregation {
  if (aggregation === undefined) return ADDED.includes(measure) ? 'sum' : 'p95'
  if (AGGREGATIONS.includes(aggregation)) return aggregation
  throw new PyflareError(
    'invalid_argument',
    `What ${measure} counts can be put together by ${AGGREGATIONS.join(', ')}; not by ${aggregation}.`,
  )
}

/** The labels of all metrics, those first that are first of one of them. */
async function readLabels(
  connection: Connection,
  { groupBy, maxSeries }: MeasureSeriesQuery,
  cuts: readonly Cut[],
  aggregation: Aggregation,
): Promise<string[]> {
  if (groupBy === undefined) return ['']
  const found = await Promise.all(
    cuts.map((cut) => connection.rows<{ label: string }>(metricLabelsStatement(cut, aggregation))),
  )
  const ranked = found.flatMap((rows) => rows.map(({ label }, place) => ({ label, place })))
  ranked.sort((one, other) => one.place - other.place)
  const labels = [...new Set(ranked.map(({ label }) => label))]
  return foldedLabels(
    labels.map((label) => ({ label })),
    maxSeries,
  )
}

async function readCells(
  connection: Connection,
  cut: MeasureCut,
  aggregation: Aggregation,
  cells: Cells,
): Promise<void> {
  const statement = valuesOf(cut, aggregation)
  switch (cut.metric.value_type) {
    case 'histogram':
      for (const row of await connection.rows<HistogramRow>(statement)) cells.at(row).each.addHistogram(row, cut.factor)
      return
    case 'exponential_histogram':
      for (const row of await connection.rows<ExponentialRow>(statement))
        cells.at(row).each.addExponential(row, cut.factor)
      return
    default:
      for (const row of await connection.rows<NumberRow>(statement))
        cells.at(row).total += (row.value ?? 0) * cut.factor
  }
}

/** What was measured under one label in one bucket of time, by whatever instruments: of each call, and of all. */
interface Cell {
  label: string
  bucket: number
  each: Distribution
  total: number
}

class Cells {
  readonly #cells = new Map<string, Cell>()

  constructor(private readonly cumulative: boolean) {}

  at({ label, bucket }: { label: string; bucket: number }): Cell {
    const key = JSON.stringify([label, bucket])
    const known = this.#cells.get(key) ?? { label, bucket, each: new Distribution(this.cumulative), total: 0 }
    this.#cells.set(key, known)
    return known
  }

  values(aggregation: Aggregation, bucketSeconds: number): GridValue[] {
    return [...this.#cells.values()].map(({ label, bucket, each, total }) => {
      const value = each.count === 0 ? null : each.value(aggregation, bucketSeconds)
      return { label, bucket, value: aggregation === 'sum' ? (value ?? 0) + total : value }
    })
  }

  estimates(aggregation: Aggregation): boolean {
    return [...this.#cells.values()].some(({ each }) => each.count > 0 && each.estimates(aggregation))
  }
}
