-- series labels: spans
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- model = "model'; DROP TABLE spans --\\"
-- most = 11
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT model_id AS label
FROM spans_by_minute
WHERE project_id = {project:String}
  AND minute >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
GROUP BY label
ORDER BY toFloat64(sum(spans)) DESC, label
LIMIT {most:UInt32}
