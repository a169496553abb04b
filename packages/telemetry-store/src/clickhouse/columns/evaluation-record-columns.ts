/** Columns of table `evaluations` that the message `EvaluationRecord` carries under the same name, with their types. */
export const EVALUATION_RECORD_COLUMNS = {
  project_id: 'LowCardinality(String)',
  evaluation_id: 'FixedString(16)',
  name: 'LowCardinality(String)',
  score: 'Nullable(Float64)',
  label: 'LowCardinality(String)',
  explanation: 'String',
  source: 'LowCardinality(String)',
  evaluator: 'LowCardinality(String)',
  identifier: 'String',
  metadata: 'String',
  target_trace_id: 'FixedString(16)',
  target_span_id: 'FixedString(8)',
  session_id: 'String',
  response_id: 'String',
  sampling_rate: 'Float64',
} as const
