-- settle: spans elsewhere
-- first = "1795000000000000000n"
-- last = "1795000000000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- spans = ["span'; DROP TABLE spans --\\"]
-- traces = ["0123456789abcdef0123456789abcdef"]
SELECT lower(hex(trace_id)), lower(hex(span_id)), input, input_messages, input_preview, input_hash, output, output_messages, output_preview, tool_calls, system_instructions, tool_definitions
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND (trace_id, span_id) IN (SELECT arrayJoin(arrayMap((trace, span) -> (toFixedString(unhex(trace), 16), toFixedString(unhex(span), 8)), {traces:Array(String)}, {spans:Array(String)})))
ORDER BY trace_id, span_id, received_at DESC
LIMIT 1 BY trace_id, span_id
