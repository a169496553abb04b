-- records set aside
-- end = "1795176000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT count() AS letters
FROM dead_letters FINAL
WHERE project_id = {project:String}
  AND failed_at >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND failed_at < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
