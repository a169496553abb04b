-- list spans: context
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT user_id, session_id, feature_id, team, environment, release, tags, prompt_name, prompt_version
FROM trace_index
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND is_deleted = 0
ORDER BY version DESC
LIMIT 1
