-- delete expired renormalized_spans
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
DELETE FROM renormalized_spans WHERE project_id = {project:String} AND time < fromUnixTimestamp64Nano({before:Int64}, 'UTC') SETTINGS lightweight_deletes_sync = 2
