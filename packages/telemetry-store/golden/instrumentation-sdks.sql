-- instrumentation: sdks
-- most = 800
-- project = "project'; DROP TABLE spans --\\"
-- times = ["2026-11-20 11:00:00.123456789"]
-- traces = ["0123456789abcdef0123456789abcdef"]
SELECT
  service_name,
  scope_name,
  scope_version,
  anyLast(resource_attributes['telemetry.sdk.language']) AS language,
  anyLast(resource_attributes['telemetry.sdk.name']) AS name,
  anyLast(resource_attributes['telemetry.sdk.version']) AS version
FROM spans
WHERE project_id = {project:String}
  AND start_time IN (SELECT arrayJoin({times:Array(DateTime64(9, 'UTC'))}))
  AND trace_id IN (SELECT unhex(arrayJoin({traces:Array(String)})))
GROUP BY service_name, scope_name, scope_version
LIMIT {most:UInt32}
