-- instrumentation: repeats
-- end = "1795176000000000000n"
-- pairs = 500
-- project = "project'; DROP TABLE spans --\\"
-- repeats = 20000
-- start = "1795089600000000000n"
SELECT service_name, scope_name, scope_version, counted, count() AS calls, lower(hex(argMax(trace, time))) AS trace
FROM (
  SELECT
    anyIf(s.service_name, NOT counts) AS service_name,
    anyIf(s.scope_name, NOT counts) AS scope_name,
    anyIf(s.scope_version, NOT counts) AS scope_version,
    anyIf(s.scope_name, counts) AS counted,
    any(repeat.1) AS trace,
    max(s.start_time) AS time
  FROM spans AS s
  INNER JOIN (
    SELECT
      (trace_id, span_id) AS repeat,
      arrayJoin([
        (false, trace_id, span_id),
        (true, toFixedString(unhex(substring(columns['duplicate_of'], 1, 32)), 16), toFixedString(unhex(substring(columns['duplicate_of'], 34, 16)), 8))
      ]) AS telling,
      telling.1 AS counts,
      telling.2 AS telling_trace,
      telling.3 AS telling_span
    FROM (
      SELECT trace_id, span_id, columns
      FROM span_patches FINAL
      WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND has(columns.keys, 'duplicate_of')
      ORDER BY time DESC
      LIMIT {repeats:UInt32}
    )
    WHERE length(columns['duplicate_of']) = 49
  ) AS tellings ON s.trace_id = telling_trace AND s.span_id = telling_span
  WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  GROUP BY repeat
)
WHERE scope_name != '' OR service_name != ''
GROUP BY service_name, scope_name, scope_version, counted
ORDER BY calls DESC
LIMIT {pairs:UInt32}
