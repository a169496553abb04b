-- intake buckets
-- bucket = 3600
-- end = "1795176000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- signal = "traces"
-- start = "1795089600000000000n"
SELECT
  toUInt32(intDiv(toUnixTimestamp(minute), {bucket:UInt32}) * {bucket:UInt32}) AS bucket,
  sumIf(s.items, outcome = 'accepted') AS accepted,
  sumIf(s.items, outcome = 'rejected') AS rejected,
  sumIf(s.items, outcome = 'sampled_out') AS sampled_out
FROM intake_by_minute AS s
WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND signal = {signal:String}
  AND outcome IN ('accepted', 'rejected', 'sampled_out')
GROUP BY bucket
