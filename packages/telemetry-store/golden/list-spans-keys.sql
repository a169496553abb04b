-- list spans: keys
-- after_span = "0123456789abcdef"
-- after_start = "1795000000000000000"
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT
  lower(hex(span_id)) AS id,
  toUnixTimestamp64Nano(argMax(start_time, received_at)) AS start_ns,
  max(length(own_input) + length(own_output) + length(input_messages) + length(output_messages)
    + length(input_preview) + length(output_preview) + length(events) + length(tool_definitions) + length(retrieved_documents)) AS bytes
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
GROUP BY span_id
HAVING (start_ns, id) > ({after_start:Int64}, {after_span:String})
ORDER BY start_ns, id
LIMIT {limit:UInt32}
