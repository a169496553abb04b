-- settle: claims
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 401
-- project = "project'; DROP TABLE spans --\\"
-- responses = ["response'; DROP TABLE spans --\\"]
SELECT
  lower(hex(response)), lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time),
  scope_name, worth, told, verdict, withdrawn, version
FROM (
  SELECT *
  FROM response_claims
  WHERE project_id = {project:String}
    AND response IN (SELECT toFixedString(unhex(arrayJoin({responses:Array(String)})), 16))
    AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  ORDER BY response, trace_id, span_id, version DESC
  LIMIT 1 BY response, trace_id, span_id
)
ORDER BY response, verdict DESC, trace_id, span_id
LIMIT {limit:UInt32} BY response
