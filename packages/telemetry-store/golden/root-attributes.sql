-- root attributes
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- span = "0123456789abcdef"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT attributes
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id = toFixedString(unhex({span:String}), 8)
ORDER BY received_at DESC
LIMIT 1
