-- get trace
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT lower(hex(trace_id)) AS id,
  lower(hex(root_span_id)) AS root,
  start_time, end_time, duration_ns, root_seen, version,
  name, operation_kind, service_name, model_id, models, status, error_type, error_message,
  span_count, error_count, llm_call_count, tool_call_count,
  user_id, session_id, environment, release, feature_id, team, tags, input_preview, output_preview,
  input_tokens, output_tokens, total_tokens, cache_read_tokens, cost_nanos, cost_status
FROM trace_index
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND is_deleted = 0
ORDER BY version DESC
LIMIT 1
