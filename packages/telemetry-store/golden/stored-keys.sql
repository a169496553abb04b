-- stored spans: keys
-- below = 7
-- end = "1795000060000000000n"
-- first = "1795000000000000000n"
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
SELECT
  lower(hex(trace_id)) AS trace,
  lower(hex(span_id)) AS span,
  toUnixTimestamp64Nano(start_time) AS start_ns,
  length(own_input) + length(own_output) + length(input_messages) + length(output_messages) + length(events)
    + length(tool_definitions) + length(retrieved_documents) + length(system_instructions)
    + length(input_preview) + length(output_preview) AS bytes
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND normalizer_version < {below:UInt32}
ORDER BY start_time, trace_id, span_id
LIMIT {limit:UInt32}
