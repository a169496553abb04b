-- series: traces
-- bucket = 300
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- feature = "feature'; DROP TABLE spans --\\"
-- labels = ["label'; DROP TABLE spans --\\"]
-- model = "model'; DROP TABLE spans --\\"
-- other = "other"
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- session = "session'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- team = "team'; DROP TABLE spans --\\"
-- user = "user'; DROP TABLE spans --\\"
SELECT
  if(has({labels:Array(String)}, session_id), session_id, {other:String}) AS label,
  toUInt32(intDiv(toUnixTimestamp(start_time), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  toFloat64(count()) AS value
FROM trace_index FINAL
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND has(models, {model:String})
  AND environment = {environment:String}
  AND user_id = {user:String}
  AND session_id = {session:String}
  AND feature_id = {feature:String}
  AND team = {team:String}
GROUP BY label, bucket
