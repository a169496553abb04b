-- settle: content logs
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 5000
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time), event_name, body, attributes
FROM logs
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
  AND is_content
ORDER BY trace_id, time, record_hash
LIMIT {limit:UInt32} BY trace_id
