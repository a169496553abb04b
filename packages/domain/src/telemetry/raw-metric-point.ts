import type { Attributes } from './attribute.ts'
import type { Scope } from './raw-span.ts'

/** One data point of a metric as it was received, free of any encoding. Times are nanoseconds since 1970, 0 when absent. */
export interface RawMetricPoint {
  metricName: string
  description: string
  unit: string
  temporality: '' | 'delta' | 'cumulative'
  isMonotonic: boolean
  startTimeNs: bigint
  timeNs: bigint
  flags: number
  attributes: Attributes
  resource: Attributes
  scope: Scope
  value: MetricValue
  exemplars: readonly Exemplar[]
}

/** Counts are exact; sums and bounds are doubles, and may be NaN or infinite where the client says so. */
export type MetricValue =
  | { type: 'gauge' | 'sum'; value: number }
  | ({ type: 'histogram'; bounds: readonly number[]; counts: readonly bigint[] } & Distribution)
  | ({
      type: 'exponential_histogram'
      scale: number
      zeroCount: bigint
      zeroThreshold: number
      positive: ExponentialBuckets
      negative: ExponentialBuckets
    } & Distribution)
  | { type: 'summary'; count: bigint; sum: number; quantiles: readonly { quantile: number; value: number }[] }

export interface Distribution {
  count: bigint
  sum: number | undefined
  min: number | undefined
  max: number | undefined
}

export interface ExponentialBuckets {
  offset: number
  counts: readonly bigint[]
}

export interface Exemplar {
  timeNs: bigint
  value: number
  /** Empty where the measurement belongs to no trace. */
  traceId: Uint8Array
  spanId: Uint8Array
  attributes: Attributes
}
