-- list evaluations
-- after_id = "0123456789abcdef0123456789abcdef"
-- after_time = "1795000000000000000"
-- end = "1795176000000000000n"
-- limit = 101
-- name = "name'; DROP TABLE spans --\\"
-- project = "project'; DROP TABLE spans --\\"
-- session = "session'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
SELECT *
FROM (
  SELECT *
  FROM (
    SELECT lower(hex(e.evaluation_id)) AS id,
  toUnixTimestamp64Nano(e.time) AS time_ns,
  e.time AS time,
  lower(hex(e.target_trace_id)) AS trace,
  lower(hex(e.target_span_id)) AS span,
  e.session_id AS session_id,
  e.response_id AS response_id,
  e.name AS name,
  e.score AS score,
  e.label AS label,
  e.explanation AS explanation,
  e.source AS source,
  e.evaluator AS evaluator,
  e.identifier AS identifier,
  e.metadata AS metadata, e.version AS version FROM evaluations AS e WHERE project_id = {project:String}
  AND e.name = {name:String}
  AND e.session_id = {session:String}
  AND e.time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  )
  ORDER BY time DESC, version DESC
  LIMIT 1 BY id
)
WHERE time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND (time_ns, id) < ({after_time:Int64}, {after_id:String})
ORDER BY time_ns DESC, id DESC
LIMIT {limit:UInt32}
