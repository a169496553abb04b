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
FROM (
  SELECT
    sent.trace_id AS trace_id, sent.start_time AS start_time, sent.service_name AS service_name, sent.scope_name AS scope_name, sent.scope_version AS scope_version, sent.status AS status,
    if(mapContains(reread, 'operation_kind'), reread['operation_kind'], sent.operation_kind) AS operation_kind,
    if(mapContains(reread, 'is_aggregate'), reread['is_aggregate'] = 'true', sent.is_aggregate) AS is_aggregate,
    if(mapContains(reread, 'model_id'), reread['model_id'], sent.model_id) AS model_id,
    sent.has_messages OR reread['input_messages'] != '' OR reread['output_messages'] != '' AS has_messages,
    if(mapContains(reread, 'stream'), if(reread['stream'] = '', NULL, reread['stream'] = 'true'), sent.stream) AS stream,
    if(mapContains(reread, 'content_truncated'), reread['content_truncated'] = 'true', sent.content_truncated) AS content_truncated,
    if(mapContains(reread, 'usage_missing'), reread['usage_missing'] = 'true', sent.usage_missing) AS usage_missing,
    if(mapContains(reread, 'usage_incomplete'), reread['usage_incomplete'] = 'true', sent.usage_incomplete) AS usage_incomplete,
    if(mapContains(reread, 'usage_estimated'), reread['usage_estimated'] = 'true', sent.usage_estimated) AS usage_estimated,
    if(mapContains(reread, 'dialects'), JSONExtract(reread['dialects'], 'Array(String)'), sent.dialects) AS dialects,
    if(mapContains(reread, 'normalizer_version'), toUInt32OrZero(reread['normalizer_version']), sent.normalizer_version) AS normalizer_version,
    if(mapContains(reread, 'normalize_repaired'), reread['normalize_repaired'] = 'true', sent.normalize_repaired) AS normalize_repaired,
    if(mapContains(reread, 'normalize_conflict'), JSONExtract(reread['normalize_conflict'], 'Array(String)'), sent.normalize_conflict) AS normalize_conflict
  FROM (
    SELECT trace_id, span_id, start_time, service_name, scope_name, scope_version, status, operation_kind, is_aggregate, model_id, has_messages, stream, content_truncated, usage_missing, usage_incomplete, usage_estimated, dialects, normalizer_version, normalize_repaired, normalize_conflict
    FROM spans
    WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  ) AS sent
  LEFT ANY JOIN (
    SELECT trace_id, span_id, argMax(mapApply((name, text) -> (name, if(name IN ('input_messages', 'output_messages') AND text != '', 'yes', text)), mapFilter((name, text) -> name IN ('operation_kind', 'is_aggregate', 'model_id', 'input_messages', 'output_messages', 'stream', 'content_truncated', 'usage_missing', 'usage_incomplete', 'usage_estimated', 'dialects', 'normalizer_version', 'normalize_repaired', 'normalize_conflict'), columns)), version) AS reread
    FROM renormalized_spans
    WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
    GROUP BY trace_id, span_id
  ) AS again ON sent.trace_id = again.trace_id AND sent.span_id = again.span_id
) AS s
GROUP BY service_name, scope_name, scope_version
ORDER BY calls DESC, spans DESC, service_name, scope_name, scope_version
LIMIT {most:UInt32}
