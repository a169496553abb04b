-- list spans: rereads
-- first = "1795000000000000000"
-- first_span = "0123456789abcdef"
-- last = "1795000060000000000"
-- last_span = "fedcba9876543210"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(columns, version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (SELECT span_id FROM spans WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND (start_time, span_id) >= (fromUnixTimestamp64Nano({first:Int64}, 'UTC'), toFixedString(unhex({first_span:String}), 8))
  AND (start_time, span_id) <= (fromUnixTimestamp64Nano({last:Int64}, 'UTC'), toFixedString(unhex({last_span:String}), 8)))
GROUP BY trace_id, span_id
