-- intake sources
-- end = "1795176000000000000n"
-- most = 500
-- project = "project'; DROP TABLE spans --\\"
-- signal = "traces"
-- start = "1795089600000000000n"
SELECT
  key_id,
  arraySort(groupUniqArrayIf(8)(client, client != '')) AS clients,
  formatDateTime(maxIf(s.last_at, outcome != 'stored'), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC') AS last_at,
  sumIf(s.items, outcome = 'accepted') AS accepted,
  sumIf(s.items, outcome = 'late') AS late,
  sumIf(s.items, outcome = 'repaired') AS repaired,
  sumIf(s.items, outcome = 'sampled_out') AS sampled_out,
  sumIf(s.items, outcome = 'rejected') AS rejected,
  sumIf(s.items, outcome = 'stored') AS stored,
  sumIf(s.requests, outcome = 'accepted') AS requests,
  sumIf(s.requests, outcome = 'refused') AS refused_requests,
  sumIf(s.requests, outcome = 'repeated') AS repeated_requests,
  sum(s.bytes) AS received_bytes,
  quantilesExactWeightedIf(0.5, 0.99)(delay_ms, items, outcome = 'stored') AS delays
FROM intake_by_minute AS s
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND signal = {signal:String}
GROUP BY key_id
ORDER BY sumIf(s.items, outcome = 'accepted') DESC, key_id
LIMIT {most:UInt32}
