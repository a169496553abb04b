-- list services: traces
-- end = "1795176000000000000n"
-- most = 1000
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT service_name, count() AS traces
FROM trace_index FINAL
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
GROUP BY service_name
ORDER BY traces DESC, service_name
LIMIT {most:UInt32}
