import type { TraceRow } from '../../rows.ts'

/** The select list of a trace, from `trace_index`. */
export const TRACE_COLUMNS = `lower(hex(trace_id)) AS id,
  lower(hex(root_span_id)) AS root,
  start_time, end_time, duration_ns, root_seen, version,
  name, operation_kind, service_name, model_id, models, status, error_type, error_message,
  span_count, error_count, llm_call_count, tool_call_count,
  user_id, session_id, environment, release, feature_id, team, tags, input_preview, output_preview,
  input_tokens, output_tokens, total_tokens, cache_read_tokens, cost_nanos, cost_status`

type Passed =
  | 'name'
  | 'operation_kind'
  | 'service_name'
  | 'model_id'
  | 'models'
  | 'start_time'
  | 'end_time'
  | 'status'
  | 'error_type'
  | 'error_message'
  | 'span_count'
  | 'error_count'
  | 'llm_call_count'
  | 'tool_call_count'
  | 'user_id'
  | 'session_id'
  | 'environment'
  | 'release'
  | 'feature_id'
  | 'team'
  | 'tags'
  | 'input_preview'
  | 'output_preview'
  | 'cost_status'
  | 'root_seen'

/** As ClickHouse sends it: 64-bit integers are text. */
export interface RawTrace extends Pick<TraceRow, Passed> {
  id: string
  root: string
  duration_ns: string
  version: string
  input_tokens: string | null
  output_tokens: string | null
  total_tokens: string | null
  cache_read_tokens: string | null
  cost_nanos: string | null
}

export function traceRow({ id, root, duration_ns, cost_nanos, ...row }: RawTrace): TraceRow {
  return {
    ...row,
    trace_id: id,
    root_span_id: root === '0000000000000000' ? '' : root,
    duration_ms: Number(duration_ns) / 1e6,
    version: Number(row.version),
    input_tokens: optional(row.input_tokens),
    output_tokens: optional(row.output_tokens),
    total_tokens: optional(row.total_tokens),
    cache_read_tokens: optional(row.cache_read_tokens),
    cost_usd: cost_nanos === null ? null : Number(cost_nanos) / 1e9,
  }
}

function optional(value: string | null): number | null {
  return value === null ? null : Number(value)
}
