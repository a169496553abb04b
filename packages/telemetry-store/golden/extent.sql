-- extent
-- project = "project'; DROP TABLE spans --\\"
SELECT 'traces' AS signal,
  (SELECT start_time FROM trace_index WHERE project_id = {project:String} AND is_deleted = 0 ORDER BY start_time LIMIT 1) AS oldest,
  (SELECT start_time FROM trace_index WHERE project_id = {project:String} AND is_deleted = 0 ORDER BY start_time DESC LIMIT 1) AS newest
UNION ALL
SELECT 'logs',
  (SELECT time FROM logs WHERE project_id = {project:String} ORDER BY time LIMIT 1),
  (SELECT time FROM logs WHERE project_id = {project:String} ORDER BY time DESC LIMIT 1)
UNION ALL
SELECT 'metrics', minOrNull(first_time), maxOrNull(last_time)
FROM metrics_by_hour
WHERE project_id = {project:String}
