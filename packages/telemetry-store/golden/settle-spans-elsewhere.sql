-- settle: spans elsewhere
-- first = "1795000000000000000n"
-- last = "1795000000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- spans = ["span'; DROP TABLE spans --\\"]
-- traces = ["0123456789abcdef0123456789abcdef"]
SELECT lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span, if(parent_span_id = toFixedString('', 8), '', lower(hex(parent_span_id))) AS parent, toUnixTimestamp64Nano(start_time) AS start_ns, toUnixTimestamp64Nano(end_time) AS end_ns, operation_name, service_name, scope_name, span_kind, status, error_type, error_message, operation_kind, is_aggregate, model_id, model_version, response_model, response_id, provider, service_tier, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, usage_estimated, usage_incomplete, cost_reported_nanos, cost_input_reported_nanos, cost_output_reported_nanos, user_id, session_id, feature_id, team, environment, release, tags, prompt_name, prompt_version, finish_reason, finish_reason_raw, time_to_first_token_ns, input_preview, output_preview, input_hash, has_messages, input_messages != '' OR own_input != '' OR input_from = 'preview' AND input_preview != '' AS has_input, output_messages != '' OR own_output != '' OR output_from = 'preview' AND output_preview != '' OR output_from = 'documents' AND retrieved_documents != '' AS has_output, system_instructions != '' AS has_instructions, tool_definitions != '' AS has_tools, sampling_rate
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND (trace_id, span_id) IN (SELECT arrayJoin(arrayMap((trace, span) -> (toFixedString(unhex(trace), 16), toFixedString(unhex(span), 8)), {traces:Array(String)}, {spans:Array(String)})))
ORDER BY trace_id, span_id, received_at DESC
LIMIT 1 BY trace_id, span_id
