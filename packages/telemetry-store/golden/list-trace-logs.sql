-- list trace logs
-- after_hash = "42"
-- after_time = "1795000000000000000"
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT toUnixTimestamp64Nano(time) AS time_ns,
  record_hash AS hash,
  lower(hex(trace_id)) AS trace,
  lower(hex(span_id)) AS span,
  time, observed_time, severity_number, severity_text, event_name, body,
  service_name, environment, scope_name, scope_version, attributes, resource_attributes
FROM logs
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND time >= fromUnixTimestamp64Nano({after_time:Int64}, 'UTC')
  AND (time, record_hash) > (fromUnixTimestamp64Nano({after_time:Int64}, 'UTC'), {after_hash:UInt64})
ORDER BY logs.time, record_hash
LIMIT {limit:UInt32}
