import type { Exemplar, MetricValue, RawMetricPoint } from '@pyflare/domain'
import {
  AggregationTemporality,
  type ExponentialHistogramDataPoint,
  type HistogramDataPoint,
  type KeyValue,
  type Metric,
  type NumberDataPoint,
  type Exemplar as OtlpExemplar,
  type SummaryDataPoint,
} from '@pyflare/proto'
import { attributesOf } from './attributes.ts'

type Surroundings = Pick<RawMetricPoint, 'resource' | 'scope'>

/** The data points of a metric, free of their encoding, in the order in which they came. */
export function pointsOf(metric: Metric, surroundings: Surroundings): RawMetricPoint[] {
  const { data } = metric
  const common = {
    ...surroundings,
    metricName: metric.name,
    description: metric.description,
    unit: metric.unit,
    temporality: temporalityOf(data.value),
    isMonotonic: data.case === 'sum' && data.value.isMonotonic,
  }
  switch (data.case) {
    case 'gauge':
    case 'sum':
      return data.value.dataPoints.map((point) => ({ ...common, ...partsOf(point), value: numberOf(point, data.case) }))
    case 'histogram':
      return data.value.dataPoints.map((point) => ({ ...common, ...partsOf(point), value: histogramOf(point) }))
    case 'exponentialHistogram':
      return data.value.dataPoints.map((point) => ({ ...common, ...partsOf(point), value: exponentialOf(point) }))
    case 'summary':
      return data.value.dataPoints.map((point) => ({ ...common, ...partsOf(point), value: summaryOf(point) }))
    default:
      return []
  }
}

interface Point {
  attributes: KeyValue[]
  startTimeUnixNano: bigint
  timeUnixNano: bigint
  flags: number
  exemplars?: OtlpExemplar[]
}

function partsOf(point: Point) {
  return {
    attributes: attributesOf(point.attributes),
    startTimeNs: point.startTimeUnixNano,
    timeNs: point.timeUnixNano,
    flags: point.flags,
    exemplars: (point.exemplars ?? []).map(exemplarOf),
  }
}

/** NaN where the point has no value. */
function numberOf({ value }: NumberDataPoint, type: 'gauge' | 'sum'): MetricValue {
  return { type, value: value.case === undefined ? Number.NaN : Number(value.value) }
}

function histogramOf(point: HistogramDataPoint): MetricValue {
  const { count, sum, min, max } = point
  return { type: 'histogram', count, sum, min, max, bounds: point.explicitBounds, counts: point.bucketCounts }
}

function exponentialOf(point: ExponentialHistogramDataPoint): MetricValue {
  const { count, sum, min, max, scale, zeroCount, zeroThreshold } = point
  const bucketsOf = (buckets: typeof point.positive) => ({
    offset: buckets?.offset ?? 0,
    counts: buckets?.bucketCounts ?? [],
  })
  return {
    type: 'exponential_histogram',
    ...{ count, sum, min, max, scale, zeroCount, zeroThreshold },
    positive: bucketsOf(point.positive),
    negative: bucketsOf(point.negative),
  }
}

function summaryOf({ count, sum, quantileValues }: SummaryDataPoint): MetricValue {
  return { type: 'summary', count, sum, quantiles: quantileValues.map(({ quantile, value }) => ({ quantile, value })) }
}

function exemplarOf(exemplar: OtlpExemplar): Exemplar {
  return {
    timeNs: exemplar.timeUnixNano,
    value: exemplar.value.case === undefined ? Number.NaN : Number(exemplar.value.value),
    traceId: exemplar.traceId,
    spanId: exemplar.spanId,
    attributes: attributesOf(exemplar.filteredAttributes),
  }
}

function temporalityOf(data: Metric['data']['value']): RawMetricPoint['temporality'] {
  const temporality = data !== undefined && 'aggregationTemporality' in data ? data.aggregationTemporality : undefined
  if (temporality === AggregationTemporality.DELTA) return 'delta'
  return temporality === AggregationTemporality.CUMULATIVE ? 'cumulative' : ''
}
