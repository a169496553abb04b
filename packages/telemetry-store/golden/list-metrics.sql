-- list metrics
-- end = "1795176000000000000n"
-- measure = "measure'; DROP TABLE spans --\\"
-- most = 5000
-- name = "metric'; DROP TABLE spans --\\"
-- project = "project'; DROP TABLE spans --\\"
-- search = "search'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  metric_name AS name,
  argMax(metrics_by_hour.description, last_time) AS description,
  argMax(metrics_by_hour.unit, last_time) AS unit,
  argMax(metrics_by_hour.value_type, last_time) AS value_type,
  argMax(metrics_by_hour.temporality, last_time) AS temporality,
  argMax(metrics_by_hour.is_monotonic, last_time) AS is_monotonic,
  max(metrics_by_hour.measure) AS measure,
  arraySort(groupUniqArray(100)(service_name)) AS services,
  uniqCombined64Merge(12)(metrics_by_hour.series) AS series,
  max(last_time) AS last_seen
FROM metrics_by_hour
WHERE project_id = {project:String}
  AND hour >= toStartOfHour(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND hour < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND last_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND first_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND positionCaseInsensitiveUTF8(metric_name, {search:String}) > 0
  AND metric_name = {name:String}
  AND metrics_by_hour.measure = {measure:String}
GROUP BY metric_name
ORDER BY metric_name
LIMIT {most:UInt32}
