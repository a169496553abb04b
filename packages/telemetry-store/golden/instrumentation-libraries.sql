-- instrumentation: libraries
-- end = "1795176000000000000n"
-- most = 200
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  service_name,
  scope_name,
  scope_version,
  count() AS spans,
  countIf(status = 'error') AS errors,
  countIf(operation_kind IN ('chat', 'completion', 'embeddings', 'rerank', 'media', 'predict') AND NOT is_aggregate) AS calls,
  countIf(s.usage_missing) AS usage_missing,
  lower(hex(argMaxIf(trace_id, start_time, s.usage_missing))) AS usage_missing_trace,
  countIf(s.usage_missing AND ifNull(stream, false)) AS streams_without_usage,
  lower(hex(argMaxIf(trace_id, start_time, s.usage_missing AND ifNull(stream, false)))) AS streams_without_usage_trace,
  countIf(s.usage_incomplete) AS usage_incomplete,
  lower(hex(argMaxIf(trace_id, start_time, s.usage_incomplete))) AS usage_incomplete_trace,
  countIf(s.usage_estimated) AS usage_estimated,
  lower(hex(argMaxIf(trace_id, start_time, s.usage_estimated))) AS usage_estimated_trace,
  countIf(operation_kind IN ('chat', 'completion') AND NOT is_aggregate AND NOT has_messages AND status != 'error') AS without_messages,
  lower(hex(argMaxIf(trace_id, start_time, operation_kind IN ('chat', 'completion') AND NOT is_aggregate AND NOT has_messages AND status != 'error'))) AS without_messages_trace,
  countIf(operation_kind IN ('chat', 'completion', 'embeddings', 'rerank', 'media', 'predict') AND NOT is_aggregate AND model_id = '') AS without_model,
  lower(hex(argMaxIf(trace_id, start_time, operation_kind IN ('chat', 'completion', 'embeddings', 'rerank', 'media', 'predict') AND NOT is_aggregate AND model_id = ''))) AS without_model_trace,
  countIf(normalize_repaired) AS repaired,
  lower(hex(argMaxIf(trace_id, start_time, normalize_repaired))) AS repaired_trace,
  countIf(notEmpty(normalize_conflict)) AS conflicts,
  lower(hex(argMaxIf(trace_id, start_time, notEmpty(normalize_conflict)))) AS conflicts_trace,
  countIf(content_truncated) AS truncated,
  lower(hex(argMaxIf(trace_id, start_time, content_truncated))) AS truncated_trace,
  groupUniqArrayArray(32)(s.dialects) AS dialects,
  groupUniqArrayArray(32)(normalize_conflict) AS conflict_columns,
  min(s.normalizer_version) AS normalizer_version,
  max(start_time) AS last_seen,
  lower(hex(argMax(trace_id, start_time))) AS last_trace
FROM spans AS s
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
GROUP BY service_name, scope_name, scope_version
ORDER BY calls DESC, spans DESC, service_name, scope_name, scope_version
LIMIT {most:UInt32}
