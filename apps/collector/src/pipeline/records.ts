import type {
  Evaluation,
  NormalizedLog,
  NormalizedMetricPoint,
  NormalizedSpan,
  RawLog,
  RawMetricPoint,
  RawSpan,
  StringMap,
} from '@pyflare/domain'
import type { Limited } from './limit/limited.ts'
import type { Indexed } from './stage.ts'

/** What the log keeps of a span, without what is the same for its whole request. Names are those of `pyflare/v1/trace.proto`. */
export interface SpanRecord extends NormalizedSpan {
  traceId: Uint8Array
  spanId: Uint8Array
  parentSpanId: Uint8Array
  traceState: string
  flags: number
  startTimeNs: bigint
  endTimeNs: bigint
  durationNs: bigint
  operationName: string
  spanKind: string
  statusMessage: string
  scopeName: string
  scopeVersion: string
  droppedAttributesCount: number
  droppedEventsCount: number
  droppedLinksCount: number
  samplingRate: number
}

export interface LogRecord extends NormalizedLog {
  timeNs: bigint
  observedTimeNs: bigint
  traceId: Uint8Array
  spanId: Uint8Array
  flags: number
  severityNumber: number
  severityText: string
  scopeName: string
  scopeVersion: string
  droppedAttributesCount: number
}

/** The histogram columns are as `pyflare/v1/metric.proto` has them, empty for other types of points. */
export interface PointRecord extends NormalizedMetricPoint {
  metricName: string
  description: string
  unit: string
  valueType: string
  temporality: string
  isMonotonic: boolean
  startTimeNs: bigint
  timeNs: bigint
  scopeName: string
  scopeVersion: string
  attributes: StringMap
  resourceAttributes: StringMap
  flags: number
  value: number
  count: bigint
  sum: number | undefined
  min: number | undefined
  max: number | undefined
  bucketBounds: readonly number[]
  bucketCounts: readonly bigint[]
  scale: number
  zeroCount: bigint
  zeroThreshold: number
  positiveOffset: number
  positiveCounts: readonly bigint[]
  negativeOffset: number
  negativeCounts: readonly bigint[]
  quantiles: readonly number[]
  quantileValues: readonly number[]
  /** JSON: [{time_ns, value, trace_id, span_id, attributes}]. */
  exemplars: string
}

export interface LimitedItem<Raw> extends Indexed, Limited<Raw> {}

/** `raw` stays for the stages that decide by what the client said. */
export interface ShapedItem<Raw, Shape> extends Indexed {
  raw: Raw
  record: Shape
}

/** Of which texts were left whole until they are read. */
export interface MayBeLong {
  isLong: boolean
}

/** What came on a record beside it. */
export interface Judged {
  evaluations: readonly Evaluation[]
}

export type SpanItem = ShapedItem<RawSpan, SpanRecord> & Judged & MayBeLong
export type LogItem = ShapedItem<RawLog, LogRecord> & Judged & MayBeLong
export type PointItem = ShapedItem<RawMetricPoint, PointRecord>
