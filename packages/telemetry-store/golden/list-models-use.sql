-- list models: use
-- end = "1795176000000000000n"
-- most = 1000
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT
  model_id,
  provider,
  sum(ledger_by_minute.calls) AS calls,
  sum(ledger_by_minute.errors) AS errors,
  sum(ledger_by_minute.input_tokens) AS input_tokens,
  sum(ledger_by_minute.output_tokens) AS output_tokens,
  sum(ledger_by_minute.cost_nanos) AS cost_nanos,
  sum(ledger_by_minute.unpriced) AS unpriced,
  toDateTime64(max(minute), 9, 'UTC') AS last_seen
FROM ledger_by_minute
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND model_id != ''
GROUP BY model_id, provider
ORDER BY calls DESC
LIMIT {most:UInt32}
