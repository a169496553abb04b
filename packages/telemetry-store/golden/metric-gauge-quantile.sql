-- metric: p95
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
-- seconds = 300
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- temporality = ""
-- value_type = "gauge"
SELECT label, bucket, quantileExactInclusiveArray(0.95)(all_values) AS value, abs(avg(mean)) AS weight
FROM (
  SELECT
    label,
    toUInt32(intDiv(toUnixTimestamp(time), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
    series_hash,
    avg(points.value) AS mean,
    min(points.value) AS least,
    max(points.value) AS greatest,
    argMax(points.value, time) AS last,
    argMin(points.value, time) AS first,
    max(time) AS last_time,
    toFloat64(count()) AS number,
    groupArray(points.value) AS all_values
  FROM (
  SELECT
    time,
    start_time,
    series_hash,
    value,
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
  ) AS points
  WHERE time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  GROUP BY label, bucket, series_hash
)
GROUP BY label, bucket
