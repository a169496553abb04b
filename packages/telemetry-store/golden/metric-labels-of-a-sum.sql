-- metric: labels
-- divisor = 86400
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- group_key = "key'; DROP TABLE spans --\\"
-- model = "model'; DROP TABLE spans --\\"
-- most = 11
-- name = "metric'; DROP TABLE spans --\\"
-- project = "project'; DROP TABLE spans --\\"
-- read_from = "1795088700000000000n"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- temporality = "cumulative"
-- value_type = "sum"
SELECT label
FROM (
SELECT label, toUInt32(0) AS bucket, sum(increase) / {divisor:Float64} AS value, sum(increase) AS weight
FROM (
  SELECT label, time,
    multiIf(
      NOT has_previous, if(start_time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC') AND start_time < time, 'whole', 'nothing'),
      start_time > previous_start_time AND start_time >= previous_time, if(start_time < time, 'whole', 'nothing'),
      value < previous_value, 'whole',
      'part') AS continuity,
    multiIf(continuity = 'whole', value, continuity = 'part', value - previous_value, 0) AS increase
  FROM (
  SELECT
    time,
    start_time,
    series_hash,
    value,
    attributes[{group_key:String}] AS label,
    lagInFrame(time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_time,
    lagInFrame(start_time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_start_time,
    lagInFrame(value) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_value,
    row_number() OVER (PARTITION BY series_hash ORDER BY time) > 1 AS has_previous
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
)
WHERE time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
GROUP BY label, bucket
)
GROUP BY label
ORDER BY sum(weight) DESC, label
LIMIT {most:UInt32}
