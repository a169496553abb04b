-- metric: labels
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- group_key = "key'; DROP TABLE spans --\\"
-- model = "model'; DROP TABLE spans --\\"
-- most = 11
-- name = "metric'; DROP TABLE spans --\\"
-- project = "project'; DROP TABLE spans --\\"
-- read_from = "1795089600000000000n"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- temporality = "delta"
-- value_type = "histogram"
SELECT label
FROM (
SELECT
  label,
  toUInt32(0) AS bucket,
  sum(added) AS count,
  sum(added_sum) AS sum,
  min(points.min) AS min,
  max(points.max) AS max,
  bucket_bounds AS bounds,
  arrayMap(n -> toFloat64(n), sumForEach(added_counts)) AS counts
FROM (
  SELECT label, time, bucket_bounds, min, max,
    'whole' AS continuity,
    toFloat64(toInt64(count)) AS added,
    ifNull(ifNull(sum, 0), 0) AS added_sum,
    arrayMap(now -> toInt64(now), bucket_counts) AS added_counts
  FROM (
  SELECT
    time,
    start_time,
    series_hash,
    min,
    max,
    count,
    sum,
    bucket_bounds,
    bucket_counts,
    attributes[{group_key:String}] AS label
  FROM metrics
  WHERE project_id = {project:String}
  AND metric_name = {name:String}
  AND value_type = {value_type:String}
  AND temporality = {temporality:String}
  AND time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
  )
) AS points
WHERE time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
GROUP BY label, bucket, bucket_bounds
HAVING count != 0
)
GROUP BY label
ORDER BY sum(count) DESC, label
LIMIT {most:UInt32}
