-- trace extents
-- project = "project'; DROP TABLE spans --\\"
-- records = ["span","content_log"]
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT
  lower(hex(trace_id)) AS trace,
  toUnixTimestamp64Nano(min(first_time)) AS first,
  toUnixTimestamp64Nano(max(last_time)) AS last
FROM trace_extents
WHERE project_id = {project:String}
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
  AND record IN ({records:Array(String)})
GROUP BY trace_id
