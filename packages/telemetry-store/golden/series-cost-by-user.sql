-- series: cost
-- bucket = 3600
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- labels = ["label'; DROP TABLE spans --\\"]
-- model = "model'; DROP TABLE spans --\\"
-- other = "other"
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  if(has({labels:Array(String)}, user_id), user_id, {other:String}) AS label,
  toUInt32(intDiv(toUnixTimestamp(hour), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  sum(cost_nanos) / 1e9 AS value
FROM ledger_by_hour
WHERE project_id = {project:String}
  AND hour >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND hour < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
GROUP BY label, bucket
