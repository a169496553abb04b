-- instrumentation: services
-- end = "1795176000000000000n"
-- most = 200
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  service_name,
  count() AS traces,
  countIf(session_id = '') AS without_session,
  lower(hex(argMaxIf(trace_id, start_time, session_id = ''))) AS without_session_trace,
  countIf(user_id = '') AS without_user,
  lower(hex(argMaxIf(trace_id, start_time, user_id = ''))) AS without_user_trace,
  countIf(trace_index.release = '') AS without_release,
  lower(hex(argMaxIf(trace_id, start_time, trace_index.release = ''))) AS without_release_trace,
  countIf(trace_index.environment = '') AS without_environment,
  lower(hex(argMaxIf(trace_id, start_time, trace_index.environment = ''))) AS without_environment_trace,
  countIf(NOT root_seen) AS without_root,
  lower(hex(argMaxIf(trace_id, start_time, NOT root_seen))) AS without_root_trace,
  countIf(cost_status != 'exact') AS unpriced,
  lower(hex(argMaxIf(trace_id, start_time, cost_status != 'exact'))) AS unpriced_trace
FROM trace_index FINAL
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND llm_call_count > 0
GROUP BY service_name
ORDER BY traces DESC, service_name
LIMIT {most:UInt32}
