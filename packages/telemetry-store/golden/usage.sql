-- usage
-- project = "project'; DROP TABLE spans --\\"
SELECT table, rows, oldest FROM (
SELECT 'spans' AS table, count() AS rows, minOrNull(toDateTime64(start_time, 9, 'UTC')) AS oldest
FROM spans WHERE project_id = {project:String}
UNION ALL
SELECT 'trace_index' AS table, count() AS rows, minOrNull(toDateTime64(start_time, 9, 'UTC')) AS oldest
FROM trace_index WHERE project_id = {project:String}
UNION ALL
SELECT 'ledger' AS table, count() AS rows, minOrNull(toDateTime64(time, 9, 'UTC')) AS oldest
FROM ledger WHERE project_id = {project:String}
UNION ALL
SELECT 'logs' AS table, count() AS rows, minOrNull(toDateTime64(time, 9, 'UTC')) AS oldest
FROM logs WHERE project_id = {project:String}
UNION ALL
SELECT 'metrics' AS table, count() AS rows, minOrNull(toDateTime64(time, 9, 'UTC')) AS oldest
FROM metrics WHERE project_id = {project:String}
UNION ALL
SELECT 'evaluations' AS table, count() AS rows, minOrNull(toDateTime64(time, 9, 'UTC')) AS oldest
FROM evaluations WHERE project_id = {project:String}
UNION ALL
SELECT 'alert_transitions' AS table, count() AS rows, minOrNull(toDateTime64(time, 9, 'UTC')) AS oldest
FROM alert_transitions WHERE project_id = {project:String}
UNION ALL
SELECT 'dead_letters' AS table, count() AS rows, minOrNull(toDateTime64(failed_at, 9, 'UTC')) AS oldest
FROM dead_letters WHERE project_id = {project:String}
) ORDER BY table
