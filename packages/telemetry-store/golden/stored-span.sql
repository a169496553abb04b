-- stored span
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- span = "span'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT lower(hex(trace_id)), lower(hex(span_id)), lower(hex(parent_span_id)), toUnixTimestamp64Nano(start_time), toUnixTimestamp64Nano(end_time), input, output, service_name, operation_name, span_kind, status, status_message, scope_name, scope_version, attributes, resource_attributes, events, links, dropped_attributes_count, dropped_events_count, dropped_links_count, operation_kind, inference_type, is_aggregate, model_id, model_version, request_model, response_model, provider, provider_inferred, server_address, server_port, input_messages, output_messages, system_instructions, input_preview, output_preview, input_hash, tool_definitions, tool_calls, tool_name, tool_call_id, agent_name, workflow_name, content_redacted, content_truncated, retrieved_documents, rerank_input_documents, retrieval_query, retrieval_top_k, data_source_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, image_input_tokens, image_output_tokens, text_input_tokens, text_output_tokens, uncached_input_tokens, usage_missing, usage_estimated, usage_incomplete, cost_reported_nanos, cost_input_reported_nanos, cost_output_reported_nanos, service_tier, params, temperature, top_p, top_k, max_tokens, frequency_penalty, presence_penalty, stop_sequences, seed, n, stream, reasoning_level, output_type, tool_choice, previous_response_id, response_id, time_to_first_token_ns, time_per_output_token_ns, queue_ns, output_tokens_per_second, user_id, session_id, feature_id, team, environment, release, tags, prompt_name, prompt_version, prompt_template, prompt_variables, metadata, error_type, error_message, error_class, finish_reason, finish_reason_raw, embedding_dims, dialects, normalizer_version, normalize_repaired, normalize_conflict, attribute_types, content_from, content_facts, sampling_rate
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id = toFixedString(unhex({span:String}), 8)
ORDER BY received_at DESC
LIMIT 1
