-- settle: previous
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT lower(hex(trace_id)), max(version), toUnixTimestamp64Nano(argMax(start_time, version))
FROM trace_index
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
  AND is_deleted = 0
GROUP BY trace_id
