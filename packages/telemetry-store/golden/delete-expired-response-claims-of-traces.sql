-- delete expired response_claims
-- before = "1795089600000000000n"
-- project = "project'; DROP TABLE spans --\\"
DELETE FROM response_claims WHERE project_id = {project:String} AND time < fromUnixTimestamp64Nano({before:Int64}, 'UTC') - INTERVAL 1 DAY SETTINGS lightweight_deletes_sync = 2
