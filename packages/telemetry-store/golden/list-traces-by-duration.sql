-- list traces
-- after = "42"
-- after_start = "1795000000000000000"
-- after_trace = "0123456789abcdef0123456789abcdef"
-- end = "1795176000000000000n"
-- limit = 101
-- offset = 0
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT lower(hex(trace_id)) AS id,
  lower(hex(root_span_id)) AS root,
  start_time, end_time, duration_ns, root_seen, version,
  name, operation_kind, service_name, model_id, models, status, error_type, error_message,
  span_count, error_count, llm_call_count, tool_call_count,
  user_id, session_id, environment, release, feature_id, team, tags, input_preview, output_preview,
  input_tokens, output_tokens, total_tokens, cache_read_tokens, cost_nanos, cost_status,
  toUnixTimestamp64Nano(start_time) AS start_ns,
  toInt64(toInt64(duration_ns)) AS sort_key
FROM trace_index FINAL
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND (toInt64(duration_ns), start_time, trace_id) < ({after:Int64}, fromUnixTimestamp64Nano({after_start:Int64}, 'UTC'), toFixedString(unhex({after_trace:String}), 16))
ORDER BY toInt64(duration_ns) DESC, start_time DESC, trace_id DESC
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
