-- delete expired trace_extents
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
DELETE FROM trace_extents WHERE project_id = {project:String} AND record = 'span' AND last_time < fromUnixTimestamp64Nano({before:Int64}, 'UTC') SETTINGS lightweight_deletes_sync = 2
