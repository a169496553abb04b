import type { Measure } from '@pyflare/domain'
import type {
  Aggregation,
  EvaluationRow,
  ExemplarRow,
  Instrumentation,
  IntakeReport,
  LogRow,
  MeasureTimeseries,
  MetricDescriptor,
  MetricTimeseries,
  ModelRow,
  ServiceRow,
  SpanRow,
  SpanTimeseries,
  TimeBucket,
  TraceDetail,
  TraceRow,
} from './rows.ts'

/** What pages and programs read. Rows bear the names of the columns, in snake_case, all the way to the page. */
export interface TelemetryReader {
  /** Newest first. Reads `trace_index` alone, and span content where `text` is given. */
  listTraces(query: TraceQuery): Promise<Page<TraceRow>>
  /** How many traces match, up to 100,000. */
  countTraces(query: TraceFilter): Promise<number>
  /** Traces, errors, latency, tokens and cost per bucket, empty buckets included. */
  traceHistogram(query: TraceFilter & { buckets: number }): Promise<TimeBucket[]>
  getTrace(projectId: string, traceId: string): Promise<TraceRow | undefined>
  getTraceDetail(projectId: string, traceId: string): Promise<TraceDetail | undefined>
  /** The spans of a trace in order of start, with what settling learned merged in, and up to 10,000 of the trace's evaluations. */
  listSpans(query: TracePageQuery): Promise<Page<SpanRow>>
  /** Newest first, each once however often it came. Those of a trace are of its spans, of itself, and of its responses. */
  listEvaluations(query: EvaluationQuery): Promise<Page<EvaluationRow>>
  /** The logs of a trace in order of time. */
  listTraceLogs(query: TracePageQuery): Promise<Page<LogRow>>
  /** Newest first. */
  listLogs(query: LogQuery): Promise<Page<LogRow>>
  /** Names, types and units of the metrics seen in a range. */
  listMetrics(query: RangeQuery & { service?: string; search?: string }): Promise<MetricDescriptor[]>
  /** undefined where no such metric is in the range. */
  metricTimeseries(query: MetricSeriesQuery): Promise<MetricTimeseries | undefined>
  /**
   * Series of what metrics of any name measure of model calls; undefined where no metric of the range does. Of several metrics that
   * tell of the same calls one counts, and parts of tokens (cache, reasoning) count only where series are grouped by `token_type`.
   */
  measureTimeseries(query: MeasureSeriesQuery): Promise<MeasureTimeseries | undefined>
  /**
   * Measurements that the points of a metric brought along, oldest first: of each part of the range those that have a trace, the
   * greatest of them, so that a chart has some everywhere.
   */
  listExemplars(query: ExemplarQuery): Promise<ExemplarRow[]>
  /**
   * Series made of spans and the ledger: `traces`, `spans`, `errors`, `duration_p50|p95|p99`, `input_tokens`, `output_tokens`, `cost`.
   * Totals of counts, tokens and cost are the same by whatever dimension. User, session, feature and team are those of the trace
   * for traces, of the call as it is settled for tokens and cost, and what the span itself says for all else.
   */
  spanTimeseries(query: SpanSeriesQuery): Promise<SpanTimeseries>
  listServices(query: RangeQuery): Promise<ServiceRow[]>
  listModels(query: RangeQuery): Promise<ModelRow[]>
  /** Libraries that sent spans, and what their spans and traces lack: the newest 5 million spans of a range. */
  instrumentation(query: RangeQuery): Promise<Instrumentation>
  /** What became of what the project's clients sent: by the minute, and up to some seconds ago. */
  intake(query: IntakeQuery): Promise<IntakeReport>
  /** When the project's newest and oldest span, log and metric point began; null where there is none. */
  extent(projectId: string): Promise<Record<'traces' | 'logs' | 'metrics', { oldest: string; newest: string } | null>>
}

export interface Page<Row> {
  rows: Row[]
  /** Give it back as `cursor` for the next page; undefined on the last one. Opaque. */
  nextCursor: string | undefined
}

export interface RangeQuery {
  projectId: string
  startTime: Date
  endTime: Date
}

export interface IntakeQuery extends RangeQuery {
  /** All, where it is not given. */
  signal?: 'traces' | 'metrics' | 'logs'
  bucketSeconds: number
}

export interface TraceFilter {
  projectId: string
  startTime?: Date
  endTime?: Date
  service?: string
  model?: string
  status?: 'ok' | 'error'
  name?: string
  environment?: string
  userId?: string
  sessionId?: string
  release?: string
  tag?: string
  minDurationMs?: number
  maxDurationMs?: number
  minCostUsd?: number
  /** Words searched in input and output of the trace's spans, letter case ignored. */
  text?: string
}

export interface TraceQuery extends TraceFilter {
  limit: number
  cursor?: string
  /** Skips rows; for programs of the older API. Not together with `cursor`. */
  offset?: number
  /** Default `start_time`. */
  sort?: 'start_time' | 'duration' | 'cost' | 'tokens'
}

export interface TracePageQuery {
  projectId: string
  traceId: string
  limit: number
  cursor?: string
}

export interface EvaluationQuery {
  projectId: string
  startTime?: Date
  endTime?: Date
  name?: string
  sessionId?: string
  traceId?: string
  /** Only together with `traceId`; '' asks for evaluations of the trace as a whole. */
  spanId?: string
  limit: number
  cursor?: string
}

export interface LogQuery {
  projectId: string
  startTime?: Date
  endTime?: Date
  service?: string
  environment?: string
  traceId?: string
  spanId?: string
  /** OpenTelemetry severity number, 1 to 24. */
  minSeverity?: number
  text?: string
  limit: number
  cursor?: string
}

export interface MetricSeriesQuery extends RangeQuery {
  name: string
  /** Counters default to `rate`, gauges to `avg`, histograms to `p95`. */
  aggregation?: Aggregation
  /** A column (service_name, model_id, environment, provider, operation_kind, token_type, token_modality) or `attributes.<key>`. */
  groupBy?: string
  service?: string
  model?: string
  environment?: string
  bucketSeconds: number
  /** Series beyond this many, smallest first, are folded into one called "other". */
  maxSeries: number
}

export interface MeasureSeriesQuery extends Omit<MetricSeriesQuery, 'name'> {
  measure: Measure
  /** Tokens and cost default to `sum`, all else to `p95`. There is neither `rate` nor `last`. */
  aggregation?: Aggregation
}

export interface ExemplarQuery extends RangeQuery {
  name: string
  service?: string
  model?: string
  environment?: string
  limit: number
}

export interface SpanSeriesQuery extends RangeQuery {
  measure:
    | 'traces'
    | 'spans'
    | 'errors'
    | 'duration_p50'
    | 'duration_p95'
    | 'duration_p99'
    | 'input_tokens'
    | 'output_tokens'
    | 'cost'
  /** One of `LEDGER_DIMENSIONS` that the measure's rows have; anything else is `invalid_argument`. */
  groupBy?: string
  service?: string
  model?: string
  environment?: string
  userId?: string
  sessionId?: string
  featureId?: string
  team?: string
  bucketSeconds: number
  maxSeries: number
}
