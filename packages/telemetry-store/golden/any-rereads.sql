-- any rereads
-- end = "1795176000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT 1 AS found FROM renormalized_spans WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC') LIMIT 1
