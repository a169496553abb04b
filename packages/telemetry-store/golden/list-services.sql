-- list services
-- end = "1795176000000000000n"
-- most = 1000
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  service_name,
  sum(spans_by_minute.spans) AS spans,
  sum(spans_by_minute.errors) AS errors,
  quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[2] AS p95_ns,
  max(last_time) AS last_seen
FROM spans_by_minute
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
GROUP BY service_name
ORDER BY spans DESC, service_name
LIMIT {most:UInt32}
