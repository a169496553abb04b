-- intake reasons
-- end = "1795176000000000000n"
-- most = 200
-- project = "project'; DROP TABLE spans --\\"
-- signal = "traces"
-- start = "1795089600000000000n"
SELECT
  outcome,
  reason,
  key_id,
  sum(s.items) AS items,
  sum(s.requests) AS requests,
  formatDateTime(max(s.last_at), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC') AS last_at,
  argMax(s.sample, (s.sample != '', s.last_at)) AS sample
FROM intake_by_minute AS s
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND signal = {signal:String}
  AND outcome IN ('rejected', 'refused', 'repaired')
GROUP BY outcome, reason, key_id
ORDER BY outcome = 'repaired', sum(s.items) + sum(s.requests) DESC, outcome, reason, key_id
LIMIT {most:UInt32}
