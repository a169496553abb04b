import { type Exemplar, type MetricValue, printAttributes } from '@pyflare/domain'
import type { PointRecord } from './records.ts'

type ValueColumns = Pick<
  PointRecord,
  | 'value'
  | 'count'
  | 'sum'
  | 'min'
  | 'max'
  | 'bucketBounds'
  | 'bucketCounts'
  | 'scale'
  | 'zeroCount'
  | 'zeroThreshold'
  | 'positiveOffset'
  | 'positiveCounts'
  | 'negativeOffset'
  | 'negativeCounts'
  | 'quantiles'
  | 'quantileValues'
>

const NO_VALUE: ValueColumns = {
  value: 0,
  count: 0n,
  sum: undefined,
  min: undefined,
  max: undefined,
  bucketBounds: [],
  bucketCounts: [],
  scale: 0,
  zeroCount: 0n,
  zeroThreshold: 0,
  positiveOffset: 0,
  positiveCounts: [],
  negativeOffset: 0,
  negativeCounts: [],
  quantiles: [],
  quantileValues: [],
}

/** The columns that hold a point's value; those of other types of points are empty. */
export function pointValue(value: MetricValue): ValueColumns {
  switch (value.type) {
    case 'gauge':
    case 'sum':
      return { ...NO_VALUE, value: value.value }
    case 'histogram': {
      const { count, sum, min, max } = value
      return { ...NO_VALUE, count, sum, min, max, bucketBounds: value.bounds, bucketCounts: value.counts }
    }
    case 'exponential_histogram': {
      const { count, sum, min, max, scale, zeroCount, zeroThreshold, positive, negative } = value
      return {
        ...NO_VALUE,
        ...{ count, sum, min, max, scale, zeroCount, zeroThreshold },
        positiveOffset: positive.offset,
        positiveCounts: positive.counts,
        negativeOffset: negative.offset,
        negativeCounts: negative.counts,
      }
    }
    case 'summary':
      return {
        ...NO_VALUE,
        count: value.count,
        sum: value.sum,
        quantiles: value.quantiles.map((each) => each.quantile),
        quantileValues: value.quantiles.map((each) => each.value),
      }
  }
}

/** JSON: [{time_ns, value, trace_id, span_id, attributes}], '' where there are none. `time_ns` is text, as in events. */
export function printExemplars(exemplars: readonly Exemplar[]): string {
  if (exemplars.length === 0) return ''
  return JSON.stringify(
    exemplars.map((exemplar) => ({
      time_ns: String(exemplar.timeNs),
      value: exemplar.value,
      trace_id: Buffer.from(exemplar.traceId).toString('hex'),
      span_id: Buffer.from(exemplar.spanId).toString('hex'),
      attributes: printAttributes(exemplar.attributes),
    })),
  )
}
