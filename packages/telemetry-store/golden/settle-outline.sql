-- settle: outline
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), parent_span_id = toFixedString('', 8)),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), user_id != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), session_id != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), feature_id != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), team != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), release != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), prompt_name != ''),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), environment NOT IN ('', 'default')),
  argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), notEmpty(tags))
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
