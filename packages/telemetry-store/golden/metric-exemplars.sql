-- metric: exemplars
-- each = 2
-- end = "1795176900000000000n"
-- environment = "environment'; DROP TABLE spans --\\"
-- limit = 100
-- model = "model'; DROP TABLE spans --\\"
-- name = "metric'; DROP TABLE spans --\\"
-- part = "1440000000001n"
-- project = "project'; DROP TABLE spans --\\"
-- service = "service'; DROP TABLE spans --\\"
-- start = "1795089600000000000n"
-- until = "1795176000000000000n"
SELECT fromUnixTimestamp64Nano(at, 'UTC') AS time, value, trace, span, service_name, attributes, series_attributes
FROM (
  SELECT DISTINCT
    toInt64OrZero(exemplar.1) AS at,
    exemplar.2 AS value,
    exemplar.3 AS trace,
    exemplar.4 AS span,
    exemplar.5 AS attributes,
    service_name,
    series_attributes
  FROM (
    SELECT
      s.service_name AS service_name,
      s.attributes AS series_attributes,
      arrayJoin(JSONExtract(s.exemplars,
        'Array(Tuple(time_ns String, value Float64, trace_id String, span_id String, attributes Map(String, String)))')) AS exemplar
    FROM metrics AS s
    WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND metric_name = {name:String}
  AND exemplars != ''
  AND service_name = {service:String}
  AND model_id = {model:String}
  AND environment = {environment:String}
  )
)
WHERE at >= {start:Int64}
  AND at < {until:Int64}
ORDER BY trace = '', value DESC, at, trace, span
LIMIT {each:UInt32} BY intDiv(at - {start:Int64}, {part:Int64})
LIMIT {limit:UInt32}
