-- earlier rereads
-- project = "project'; DROP TABLE spans --\\"
-- traces = ["0123456789abcdef0123456789abcdef","trace'; DROP TABLE spans --\\"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(normalizer_version, version), max(version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))
GROUP BY trace_id, span_id
