-- settle: patch prints of a window
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(span_patches.print, version) AS newest
FROM span_patches
WHERE project_id = {project:String}
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (
    SELECT span_id FROM spans
    WHERE project_id = {project:String}
      AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
      AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
      AND trace_id = toFixedString(unhex({trace:String}), 16)
  )
GROUP BY trace_id, span_id
HAVING newest != ''
