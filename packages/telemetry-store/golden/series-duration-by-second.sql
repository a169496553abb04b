-- series: duration_p95
-- bucket = 30
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- labels = ["label'; DROP TABLE spans --\\"]
-- model = "model'; DROP TABLE spans --\\"
-- other = "other"
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  if(has({labels:Array(String)}, model_id), model_id, {other:String}) AS label,
  toUInt32(intDiv(toUnixTimestamp(start_time), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  quantileExactInclusive(0.95)(duration_ns) / 1e6 AS value
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
GROUP BY label, bucket
