-- expired dead_letters
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
SELECT count() AS count FROM dead_letters WHERE project_id = {project:String} AND failed_at < fromUnixTimestamp64Nano({before:Int64}, 'UTC')
