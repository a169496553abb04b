-- list models: spans
-- end = "1795176000000000000n"
-- kinds = ["chat","completion","embeddings","rerank","media","predict"]
-- most = 1000
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  model_id,
  provider,
  sum(spans_by_minute.spans) AS spans,
  sum(spans_by_minute.errors) AS errors,
  quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[2] AS p95_ns,
  max(last_time) AS last_seen
FROM spans_by_minute
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND model_id != ''
  AND operation_kind IN ({kinds:Array(String)})
GROUP BY model_id, provider
ORDER BY spans DESC
LIMIT {most:UInt32}
