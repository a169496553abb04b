-- list traces
-- limit = 101
-- offset = 200
-- project = "project'; DROP TABLE spans --\\"
SELECT lower(hex(trace_id)) AS id,
  lower(hex(root_span_id)) AS root,
  start_time, end_time, duration_ns, root_seen, version,
  name, operation_kind, service_name, model_id, models, status, error_type, error_message,
  span_count, error_count, llm_call_count, tool_call_count,
  user_id, session_id, environment, release, feature_id, team, tags, input_preview, output_preview,
  input_tokens, output_tokens, total_tokens, cache_read_tokens, cost_nanos, cost_status,
  toUnixTimestamp64Nano(start_time) AS start_ns,
  toInt64(0) AS sort_key
FROM trace_index FINAL
WHERE project_id = {project:String}
ORDER BY start_time DESC, trace_id DESC
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
