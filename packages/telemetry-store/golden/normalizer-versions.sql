-- normalizer versions
-- end = "1795000060000000000n"
-- first = "1795000000000000000n"
-- project = "project'; DROP TABLE spans --\\"
SELECT normalizer_version AS version, sum(spans) AS spans
FROM (
  SELECT normalizer_version, toInt64(count()) AS spans FROM spans WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC') GROUP BY normalizer_version
  UNION ALL
  SELECT arrayJoin([row_version, normalizer_version]) AS read_by, sum(if(read_by = row_version, -1, 1))
  FROM renormalized_spans FINAL
  WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC') AND row_version != normalizer_version
  GROUP BY read_by
)
GROUP BY normalizer_version
HAVING spans > 0
ORDER BY version
