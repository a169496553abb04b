-- instrumentation: range
-- end = "1795176000000000000n"
-- most = 5000000
-- project = "project'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT toUnixTimestamp(minIf(minute, seen - spans < {most:UInt64})) AS since, max(seen) > {most:UInt64} AS cut
FROM (
  SELECT minute, spans, sum(spans) OVER (ORDER BY minute DESC) AS seen
  FROM (
    SELECT minute, sum(spans_by_minute.spans) AS spans
    FROM spans_by_minute
    WHERE project_id = {project:String}
  AND minute >= toStartOfMinute(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))
  AND minute < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
    GROUP BY minute
  )
)
LIMIT 1
