-- series labels: spans
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- feature = "feature'; DROP TABLE spans --\\"
-- model = "model'; DROP TABLE spans --\\"
-- most = 11
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- session = "session'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- team = "team'; DROP TABLE spans --\\"
-- user = "user'; DROP TABLE spans --\\"
SELECT model_id AS label
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
  AND user_id = {user:String}
  AND session_id = {session:String}
  AND feature_id = {feature:String}
  AND team = {team:String}
GROUP BY label
ORDER BY toFloat64(count()) DESC, label
LIMIT {most:UInt32}
