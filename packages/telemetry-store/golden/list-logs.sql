-- list logs
-- after_hash = "42"
-- after_time = "1795000000000000000"
-- end = "1795176000000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- severity = 17
-- span = "0123456789abcdef"
-- start = "1795089600000000000n"
-- trace = "0123456789abcdef0123456789abcdef"
-- word0 = "refund"
-- word1 = "50%_';"
-- word2 = "DROP"
-- word3 = "TABLE"
-- word4 = "spans"
-- word5 = "--\\"
-- word5_json = "--\\\\"
SELECT toUnixTimestamp64Nano(time) AS time_ns,
  record_hash AS hash,
  lower(hex(trace_id)) AS trace,
  lower(hex(span_id)) AS span,
  time, observed_time, severity_number, severity_text, event_name, body,
  service_name, environment, scope_name, scope_version, attributes, resource_attributes
FROM logs
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND service_name = {service:String}
  AND environment = {environment:String}
  AND severity_number >= {severity:UInt8}
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id = toFixedString(unhex({span:String}), 8)
  AND (positionCaseInsensitiveUTF8(body, {word0:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word0:String}) > 0)
  AND (positionCaseInsensitiveUTF8(body, {word1:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word1:String}) > 0)
  AND (positionCaseInsensitiveUTF8(body, {word2:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word2:String}) > 0)
  AND (positionCaseInsensitiveUTF8(body, {word3:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word3:String}) > 0)
  AND (positionCaseInsensitiveUTF8(body, {word4:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word4:String}) > 0)
  AND (positionCaseInsensitiveUTF8(body, {word5:String}) > 0 OR positionCaseInsensitiveUTF8(body, {word5_json:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word5:String}) > 0 OR positionCaseInsensitiveUTF8(event_name, {word5_json:String}) > 0)
  AND time <= fromUnixTimestamp64Nano({after_time:Int64}, 'UTC')
  AND (time, record_hash) < (fromUnixTimestamp64Nano({after_time:Int64}, 'UTC'), {after_hash:UInt64})
ORDER BY logs.time DESC, record_hash DESC
LIMIT {limit:UInt32}
