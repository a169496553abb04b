-- list evaluations
-- first = "1795000000000000000n"
-- last = "1795000060000000000n"
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
-- trace = "0123456789abcdef0123456789abcdef"
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
  AND e.target_trace_id = toFixedString(unhex({trace:String}), 16)
    UNION ALL
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
  AND e.response_id IN (
    SELECT s.response_id FROM spans AS s
    WHERE s.project_id = {project:String}
      AND s.start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
      AND s.start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
      AND s.trace_id = toFixedString(unhex({trace:String}), 16)
      AND s.response_id != ''
  )
  )
  ORDER BY time DESC, version DESC
  LIMIT 1 BY id
)
ORDER BY time_ns DESC, id DESC
LIMIT {limit:UInt32}
