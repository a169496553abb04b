-- settle: patch prints
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(span_patches.print, version) AS newest
FROM span_patches
WHERE project_id = {project:String}
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
GROUP BY trace_id, span_id
HAVING newest != ''
