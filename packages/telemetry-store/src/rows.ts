/** Ids are lower-case hexadecimal. Times are RFC 3339 in UTC with nine digits of a second. Money is US dollars. */
export interface TraceRow {
  trace_id: string
  root_span_id: string
  name: string
  operation_kind: string
  service_name: string
  /** The model of the costliest call. */
  model_id: string
  models: string[]
  start_time: string
  end_time: string
  duration_ms: number
  status: 'ok' | 'error'
  error_type: string
  error_message: string
  span_count: number
  error_count: number
  llm_call_count: number
  tool_call_count: number
  user_id: string
  session_id: string
  environment: string
  release: string
  feature_id: string
  team: string
  tags: string[]
  input_preview: string
  output_preview: string
  input_tokens: number | null
  output_tokens: number | null
  total_tokens: number | null
  cache_read_tokens: number | null
  /** null when nothing in it has a price: unknown is not zero. */
  cost_usd: number | null
  /** `exact`, `partial` (some calls have no price or no usage) or `unknown`. */
  cost_status: 'exact' | 'partial' | 'unknown'
  /** False while its root span has not arrived. */
  root_seen: boolean
  /** Rises with each settling. */
  version: number
}

export interface TraceDetail extends TraceRow {
  /** Of the root span; {} while it has not arrived. */
  attributes: Record<string, string>
}

export interface SpanEventRow {
  time: string
  name: string
  attributes: Record<string, string>
}

export interface SpanReference {
  trace_id: string
  span_id: string
}

/** One judgement of a span, a trace, a session, or of a response wherever it is told of. */
export interface EvaluationRow {
  /** Of name, target and identifier: of those with one id only the newest is told. */
  id: string
  time: string
  /** null for what judges no span; both null for a session, and where only the response is named. */
  trace_id: string | null
  span_id: string | null
  session_id: string
  response_id: string
  name: string
  score: number | null
  label: string
  explanation: string
  /** HUMAN, LLM, CODE, API; '' where nobody said. */
  source: string
  evaluator: string
  identifier: string
  metadata: Json
}

export interface SpanLinkRow {
  trace_id: string
  span_id: string
  attributes: Record<string, string>
}

/** Any JSON. Structured columns are parsed; one that does not parse is shown as the text it is. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * A span with every column of docs/semantic-conventions.md, as it reads with its log records, with other tellings of the
 * same call, and with what its trace says of user, session, tags and prompt where it says nothing itself.
 */
export interface SpanRow {
  trace_id: string
  span_id: string
  /** null for a root. */
  parent_span_id: string | null
  trace_state: string
  start_time: string
  end_time: string
  duration_ns: number
  duration_ms: number
  service_name: string
  operation_name: string
  span_kind: string
  status: 'unset' | 'ok' | 'error'
  status_message: string
  scope_name: string
  scope_version: string
  attributes: Record<string, string>
  resource_attributes: Record<string, string>
  events: SpanEventRow[]
  links: SpanLinkRow[]
  /** Newest first. */
  evaluations: EvaluationRow[]
  dropped_attributes_count: number
  dropped_events_count: number
  dropped_links_count: number

  operation_kind: string
  inference_type: string
  /** Its usage repeats that of other spans and counts nothing: of those beneath it, or of the one in `duplicate_of`. */
  is_aggregate: boolean
  /** The span that counts in its place: of this trace, or of another that tells of the same call. */
  duplicate_of: SpanReference | null

  model_id: string
  model_version: string
  request_model: string
  response_model: string
  provider: string
  provider_inferred: boolean
  server_address: string
  server_port: number

  input: Json
  output: Json
  input_messages: Json
  output_messages: Json
  system_instructions: string
  input_preview: string
  output_preview: string
  input_hash: string
  tool_definitions: Json
  tool_calls: Json
  tool_name: string
  tool_call_id: string
  agent_name: string
  workflow_name: string
  content_redacted: boolean
  content_truncated: boolean

  retrieved_documents: Json
  rerank_input_documents: Json
  retrieval_query: string
  retrieval_top_k: number | null
  data_source_id: string

  input_tokens: number | null
  output_tokens: number | null
  total_tokens: number | null
  cache_read_tokens: number | null
  cache_write_tokens: number | null
  cache_write_1h_tokens: number | null
  reasoning_tokens: number | null
  audio_input_tokens: number | null
  audio_output_tokens: number | null
  image_input_tokens: number | null
  image_output_tokens: number | null
  text_input_tokens: number | null
  text_output_tokens: number | null
  uncached_input_tokens: number | null
  usage_missing: boolean
  usage_estimated: boolean
  usage_incomplete: boolean

  /** What the ledger says this call costs; null when it has no price or counts nothing. */
  cost_usd: number | null
  cost_total: number | null
  cost_input: number | null
  cost_output: number | null
  cost_source: '' | 'reported' | 'computed'
  cost_reported: number | null
  cost_computed: number | null
  service_tier: string

  params: Json
  temperature: number | null
  top_p: number | null
  top_k: number | null
  max_tokens: number | null
  frequency_penalty: number | null
  presence_penalty: number | null
  stop_sequences: string[]
  seed: number | null
  n: number | null
  stream: boolean | null
  reasoning_level: string
  output_type: string
  tool_choice: string
  previous_response_id: string
  response_id: string

  time_to_first_token_ns: number | null
  time_per_output_token_ns: number | null
  queue_ns: number | null
  output_tokens_per_second: number | null

  user_id: string
  session_id: string
  feature_id: string
  team: string
  environment: string
  release: string
  tags: string[]
  prompt_name: string
  prompt_version: string
  prompt_template: string
  prompt_variables: Json
  metadata: Json

  error_type: string
  error_message: string
  error_class: string
  finish_reason: string
  finish_reason_raw: string

  embedding_dims: number | null

  dialects: string[]
  normalizer_version: number
  normalize_repaired: boolean
  normalize_conflict: string[]
  sampling_rate: number
}

export interface LogRow {
  /** Identifies the record within its project, for lists and links. */
  id: string
  time: string
  observed_time: string
  trace_id: string | null
  span_id: string | null
  severity_number: number
  severity_text: string
  event_name: string
  body: string
  service_name: string
  environment: string
  scope_name: string
  scope_version: string
  attributes: Record<string, string>
  resource_attributes: Record<string, string>
}

export interface TimeBucket {
  time: string
  traces: number
  errors: number
  duration_p95_ms: number | null
  tokens: number
  cost_usd: number
}

export interface MetricDescriptor {
  name: string
  description: string
  unit: string
  value_type: string
  temporality: string
  is_monotonic: boolean
  /** What of model calls it measures, as one of `MEASURES`; '' for anything else. */
  measure: string
  services: string[]
  series: number
  last_seen: string
}

export interface MetricSeries {
  /** The value of `groupBy`; '' for a single series; 'other' for the folded rest. */
  label: string
  /** `null` where a bucket has no data: a gap is not a zero. */
  points: { time: string; value: number | null }[]
}

export interface SpanTimeseries {
  series: MetricSeries[]
  /**
   * Whether values are worked out from sketches or buckets and so are near the true ones only: quantiles of sketches within
   * 1 %, what buckets say within one of them.
   */
  estimated: boolean
}

export interface MetricTimeseries extends SpanTimeseries {
  unit: string
  /** How points were put together: what was asked for, or what is usual for the metric's type. */
  aggregation: Aggregation
}

export interface MeasureTimeseries extends MetricTimeseries {
  /** Names of the metrics that it is made of. */
  metrics: string[]
}

export type Aggregation = 'avg' | 'sum' | 'min' | 'max' | 'count' | 'last' | 'rate' | 'p50' | 'p95' | 'p99'

/** One measurement that a point of a metric brought along, with the trace in which it was made. */
export interface ExemplarRow {
  time: string
  value: number
  trace_id: string | null
  span_id: string | null
  service_name: string
  /** Those of the measurement that the series does not have. */
  attributes: Record<string, string>
  series_attributes: Record<string, string>
}

export interface ServiceRow {
  service_name: string
  traces: number
  spans: number
  errors: number
  /** From a sketch: within 1 %. */
  duration_p95_ms: number
  last_seen: string
}

/** One instrumentation library of one service: what it sent, and what of it lacks something, in spans. */
export interface InstrumentationLibraryRow {
  service_name: string
  scope_name: string
  scope_version: string
  sdk_language: string
  sdk_name: string
  sdk_version: string
  dialects: string[]
  spans: number
  errors: number
  /** Spans that are one call of a model. */
  calls: number
  usage_missing: number
  streams_without_usage: number
  usage_incomplete: number
  usage_estimated: number
  without_messages: number
  without_model: number
  repaired: number
  conflicts: number
  truncated: number
  /** Calls that another library tells of too, and whose telling counts: that of `repeats_of`. Of the newest 20,000. */
  repeats: number
  repeats_of: string[]
  conflict_columns: string[]
  /** The oldest normalizer that read one of the spans. */
  normalizer_version: number
  last_seen: string
  /** The newest trace of each lack that there is. */
  example_traces: Record<string, string>
}

/** Traces that call models and began in one service, and what they lack. */
export interface InstrumentationServiceRow {
  service_name: string
  traces: number
  without_session: number
  without_user: number
  without_release: number
  without_environment: number
  without_root: number
  /** Traces in which a call has no exact price. */
  unpriced: number
  example_traces: Record<string, string>
}

export interface Instrumentation {
  /** What is older was not looked at: the range held more spans than are looked at. */
  since: string
  /** Up to 200, those with most calls. */
  libraries: InstrumentationLibraryRow[]
  services: InstrumentationServiceRow[]
}

/** Sums of what became of spans, data points or log records, and of the requests that they came in. */
export interface IntakeTotals {
  /** Durable before their client was answered; with those that came late, and those that were mended. */
  accepted: number
  /** Of these, as many as came more than five minutes after they were over. */
  late: number
  /** Of these, once for each way in which they were mended. */
  repaired: number
  /** Left out by the project's own rules. */
  sampled_out: number
  /** Their client was told that they are not kept, and why. */
  rejected: number
  /** Of those accepted, as many as are in the store, as far as it was counted. */
  stored: number
  /** Requests of which something was accepted. */
  requests: number
  /** Requests that were answered with an error: nobody counted what was in them. */
  refused_requests: number
  /** Requests that came again, and were known. */
  repeated_requests: number
  /** Of bodies, decompressed. */
  received_bytes: number
  /** From the acknowledgement to the store, to two digits. */
  visible_after_ms: { median: number; p99: number } | null
}

export interface IntakeSource extends IntakeTotals {
  /** '' for what came without a key. */
  key_id: string
  /** As they name themselves. */
  clients: string[]
  last_at: string | null
}

/** Why something was not kept as it came, by key. */
export interface IntakeReason {
  outcome: 'rejected' | 'refused' | 'repaired'
  reason: string
  key_id: string
  items: number
  requests: number
  last_at: string
  /** One of the items, as JSON; '' where nothing is known of one. */
  sample: string
}

export interface IntakeReport extends IntakeTotals {
  /** Messages of any signal with records that could not be stored. */
  set_aside: number
  buckets: { time: string; accepted: number; rejected: number; sampled_out: number }[]
  /** Those that sent most come first; up to 500. */
  sources: IntakeSource[]
  /** Up to 200, what was lost before what was mended. */
  reasons: IntakeReason[]
}

export interface ModelRow {
  model_id: string
  provider: string
  calls: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_usd: number | null
  /** From a sketch: within 1 %. */
  duration_p95_ms: number
  last_seen: string
}
