-- earlier readers
-- project = "project'; DROP TABLE spans --\\"
-- spans = ["span'; DROP TABLE spans --\\"]
-- traces = ["0123456789abcdef0123456789abcdef"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(normalizer_version, version), max(version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND (trace_id, span_id) IN (SELECT arrayJoin(arrayMap((trace, span) -> (toFixedString(unhex(trace), 16), toFixedString(unhex(span), 8)), {traces:Array(String)}, {spans:Array(String)})))
GROUP BY trace_id, span_id
