-- expired intake_by_minute
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
SELECT count() AS count FROM intake_by_minute WHERE project_id = {project:String} AND minute < toStartOfMinute(fromUnixTimestamp64Nano({before:Int64}, 'UTC'))
