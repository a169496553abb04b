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
-- read_from = "1795088700000000000n"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- temporality = "cumulative"
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
    multiIf(
      NOT has_previous, if(start_time >= fromUnixTimestamp64Nano({read_from:Int64}, 'UTC') AND start_time < time, 'whole', 'nothing'),
      start_time > previous_start_time AND start_time >= previous_time, if(start_time < time, 'whole', 'nothing'),
      count < previous_count OR scale > previous_scale, 'whole',
      'part') AS continuity,
    multiIf(continuity = 'whole', toInt64(count), continuity = 'part', toInt64(count) - toInt64(previous_count), 0) AS added,
    multiIf(continuity = 'whole', ifNull(sum, 0), continuity = 'part', ifNull(sum, 0) - ifNull(previous_sum, 0), 0) AS added_sum,
    multiIf(continuity = 'whole', toInt64(zero_count), continuity = 'part', toInt64(zero_count) - toInt64(previous_zero_count), 0) AS added_zero,
    multiIf(continuity = 'nothing', [], continuity = 'whole', arrayMap(i -> toInt32(positive_offset + i), range(length(positive_counts))), arrayConcat(arrayMap(i -> toInt32(positive_offset + i), range(length(positive_counts))), arrayMap(i -> toInt32(floor((previous_positive_offset + i) / exp2(previous_scale - scale))), range(length(previous_positive_counts))))) AS positive_i,
    multiIf(continuity = 'nothing', [], continuity = 'whole', arrayMap(n -> toInt64(n), positive_counts), arrayConcat(arrayMap(n -> toInt64(n), positive_counts), arrayMap(n -> -toInt64(n), previous_positive_counts))) AS positive_n,
    multiIf(continuity = 'nothing', [], continuity = 'whole', arrayMap(i -> toInt32(negative_offset + i), range(length(negative_counts))), arrayConcat(arrayMap(i -> toInt32(negative_offset + i), range(length(negative_counts))), arrayMap(i -> toInt32(floor((previous_negative_offset + i) / exp2(previous_scale - scale))), range(length(previous_negative_counts))))) AS negative_i,
    multiIf(continuity = 'nothing', [], continuity = 'whole', arrayMap(n -> toInt64(n), negative_counts), arrayConcat(arrayMap(n -> toInt64(n), negative_counts), arrayMap(n -> -toInt64(n), previous_negative_counts))) AS negative_n
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
    if(has({labels:Array(String)}, attributes[{group_key:String}]), attributes[{group_key:String}], {other:String}) AS label,
    lagInFrame(time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_time,
    lagInFrame(start_time) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_start_time,
    lagInFrame(count) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_count,
    lagInFrame(sum) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_sum,
    lagInFrame(scale) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_scale,
    lagInFrame(zero_count) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_zero_count,
    lagInFrame(positive_offset) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_positive_offset,
    lagInFrame(positive_counts) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_positive_counts,
    lagInFrame(negative_offset) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_negative_offset,
    lagInFrame(negative_counts) OVER (PARTITION BY series_hash ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_negative_counts,
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
) AS points
WHERE time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
GROUP BY label, bucket, scale
HAVING count != 0
