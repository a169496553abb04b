-- settle: content logs of a window
-- bytes = 67108864
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 10000
-- log_first = "1795000000000000000n"
-- log_last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time), event_name, body, attributes
FROM (
  SELECT *, sum(length(body) + arraySum(value -> length(value), mapValues(attributes)))
    OVER (PARTITION BY trace_id ORDER BY time, record_hash ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bytes_so_far
  FROM logs
  WHERE project_id = {project:String}
    AND time >= fromUnixTimestamp64Nano({log_first:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({log_last:Int64}, 'UTC')
    AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (
    SELECT span_id FROM spans
    WHERE project_id = {project:String}
      AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
      AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
      AND trace_id = toFixedString(unhex({trace:String}), 16)
  )
    AND is_content
)
WHERE bytes_so_far <= {bytes:UInt64}
ORDER BY trace_id, time, record_hash
LIMIT {limit:UInt32} BY trace_id
SETTINGS max_result_bytes = 268435456
