-- metric: exponential histogram
-- bucket = 300
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- group_key = "key'; DROP TABLE spans --\\"
-- labels = ["label'; DROP TABLE spans --\\"]
-- model = "model'; DROP TABLE spans --\\"
-- name = "metric'; DROP TABLE spans --\\"
-- other = "other"
-- project = "project'; DROP TABLE spans --\\"
-- read_from = "1795089600000000000n"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- temporality = "delta"
-- value_type = "exponential_histogram"
SELECT
  label,
  toUInt32(intDiv(toUnixTimestamp(time), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  scale,
  toFloat64(sum(added)) AS count,
  sum(added_sum) AS sum,
  min(points.min) AS min,
  max(points.max) AS max,
  toFloat64(sum(added_zero)) AS zero,
  (sumMap(positive_i, positive_n) AS positive).1 AS positive_indexes,
  arrayMap(n -> toFloat64(n), positive.2) AS positive_counts,
  (sumMap(negative_i, negative_n) AS negative).1 AS negative_indexes,
  arrayMap(n -> toFloat64(n), negative.2) AS negative_counts
FROM (
  SELECT label, time, scale, min, max,
    'whole' AS continuity,
    toInt64(count) AS added,
    ifNull(sum, 0) AS added_sum,
    toInt64(zero_count) AS added_zero,
    arrayMap(i -> toInt32(positive_offset + i), range(length(positive_counts))) AS positive_i,
    arrayMap(n -> toInt64(n), positive_counts) AS positive_n,
    arrayMap(i -> toInt32(negative_offset + i), range(length(negative_counts))) AS negative_i,
    arrayMap(n -> toInt64(n), negative_counts) AS negative_n
  FROM (
  SELECT
    time,
    start_time,
    series_hash,
    min,
    max,
    count,
    sum,
    scale,
    zero_count,
    positive_offset,
    positive_counts,
    negative_offset,
    negative_counts,
    if(has({labels:Array(String)}, attributes[{group_key:String}]), attributes[{group_key:String}], {other:String}) AS label
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
GROUP BY label, bucket, scale
HAVING count != 0
