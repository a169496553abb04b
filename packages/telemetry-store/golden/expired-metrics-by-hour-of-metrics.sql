-- expired metrics_by_hour
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
SELECT count() AS count FROM metrics_by_hour WHERE project_id = {project:String} AND hour < toStartOfHour(fromUnixTimestamp64Nano({before:Int64}, 'UTC'))
