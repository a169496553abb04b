-- expired span_patches
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
SELECT count() AS count FROM span_patches WHERE project_id = {project:String} AND time < fromUnixTimestamp64Nano({before:Int64}, 'UTC')
