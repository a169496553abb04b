-- list spans: costs
-- first = "1795000000000000000"
-- first_span = "0123456789abcdef"
-- last = "1795000060000000000"
-- last_span = "fedcba9876543210"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
-- trace_first = "1795000000000000000n"
-- trace_last = "1795000060000000000n"
SELECT
  lower(hex(span_id)) AS span,
  cost_source,
  sum(cost_nanos) AS total,
  sum(input_cost_nanos) AS input,
  sum(output_cost_nanos) AS output
FROM ledger
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({trace_first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({trace_last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (SELECT span_id FROM spans WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND (start_time, span_id) >= (fromUnixTimestamp64Nano({first:Int64}, 'UTC'), toFixedString(unhex({first_span:String}), 8))
  AND (start_time, span_id) <= (fromUnixTimestamp64Nano({last:Int64}, 'UTC'), toFixedString(unhex({last_span:String}), 8)))
GROUP BY span_id, cost_source
HAVING sum(calls) != 0 OR total != 0
