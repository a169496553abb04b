-- settle: content logs
-- bytes = 67108864
-- limit = 10000
-- log_first = "1795000000000000000n"
-- log_last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time), event_name, body, attributes
FROM (
  SELECT *, sum(length(body) + arraySum(value -> length(value), mapValues(attributes)))
    OVER (PARTITION BY trace_id ORDER BY time, record_hash ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bytes_so_far
  FROM logs
  WHERE project_id = {project:String}
    AND time >= fromUnixTimestamp64Nano({log_first:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({log_last:Int64}, 'UTC')
    AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
    AND is_content
)
WHERE bytes_so_far <= {bytes:UInt64}
ORDER BY trace_id, time, record_hash
LIMIT {limit:UInt32} BY trace_id
SETTINGS max_result_bytes = 268435456
