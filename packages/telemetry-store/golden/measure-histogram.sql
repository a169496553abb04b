-- metric: histogram
-- bucket = 300
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- group_key = "key'; DROP TABLE spans --\\"
-- labels = ["label'; DROP TABLE spans --\\"]
-- model = "model'; DROP TABLE spans --\\"
-- name = "metric'; DROP TABLE spans --\\"
-- other = "other"
-- parts = ["cache_read"]
-- project = "project'; DROP TABLE spans --\\"
-- read_from = "1795088700000000000n"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- tellings = ["metric'; DROP TABLE spans --\\"]
-- temporality = "cumulative"
-- value_type = "histogram"
SELECT
  label,
  toUInt32(intDiv(toUnixTimestamp(time), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  sum(added) AS count,
  sum(added_sum) AS sum,
  min(points.min) AS min,
  max(points.max) AS max,
  bucket_bounds AS bounds,
  arrayMap(n -> toFloat64(n), sumForEach(added_counts)) AS counts
FROM (
  SELECT label, time, bucket_bounds, min, max,
    multiIf(
      NOT has_previous, if(start_time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC') AND start_time < time, 'whole', 'nothing'),
      start_time > previous_start_time AND start_time >= previous_time, if(start_time < time, 'whole', 'nothing'),
      count < previous_count OR bucket_bounds != previous_bucket_bounds, 'whole',
      'part') AS continuity,
    toFloat64(multiIf(continuity = 'whole', toInt64(count), continuity = 'part', toInt64(count) - toInt64(previous_count), 0)) AS added,
    ifNull(multiIf(continuity = 'whole', ifNull(sum, 0), continuity = 'part', ifNull(sum, 0) - ifNull(previous_sum, 0), 0), 0) AS added_sum,
    arrayMap((now, before) -> multiIf(continuity = 'whole', toInt64(now), continuity = 'part', toInt64(now) - toInt64(before), 0),
      bucket_counts, arrayResize(previous_bucket_counts, length(bucket_counts))) AS added_counts
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
    if(has({labels:Array(String)}, attributes[{group_key:String}]), attributes[{group_key:String}], {other:String}) AS label,
    lagInFrame(time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_time,
    lagInFrame(start_time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_start_time,
    lagInFrame(count) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_count,
    lagInFrame(sum) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_sum,
    lagInFrame(bucket_bounds) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_bucket_bounds,
    lagInFrame(bucket_counts) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_bucket_counts,
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
  AND token_type NOT IN ({parts:Array(String)})
  AND (service_name, provider, model_id, operation_kind, token_type, metric_name, scope_name) IN (
    SELECT service_name, provider, model_id, operation_kind, token_type, telling.1, telling.2
    FROM (
      SELECT told.service_name AS service_name, told.provider AS provider, told.model_id AS model_id, told.operation_kind AS operation_kind, told.token_type AS token_type,
        argMin((told.metric_name, told.scope_name), (indexOf({tellings:Array(String)}, told.metric_name), told.scope_name)) AS telling
      FROM metrics AS told
      WHERE told.project_id = {project:String}
        AND told.metric_name IN ({tellings:Array(String)})
        AND told.time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC')
        AND told.time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
      GROUP BY service_name, provider, model_id, operation_kind, token_type
    )
  )
  )
) AS points
WHERE time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
GROUP BY label, bucket, bucket_bounds
HAVING count != 0
