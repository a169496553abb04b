-- list evaluations
-- limit = 101
-- project = "project'; DROP TABLE spans --\\"
-- span = "0123456789abcdef"
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
  AND e.target_span_id = toFixedString(unhex({span:String}), 8)
  )
  ORDER BY time DESC, version DESC
  LIMIT 1 BY id
)
ORDER BY time_ns DESC, id DESC
LIMIT {limit:UInt32}
