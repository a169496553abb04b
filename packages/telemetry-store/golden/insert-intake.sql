INSERT INTO intake_by_minute (project_id, signal, outcome, key_id, client, reason, delay_ms, items, requests, bytes, sample, minute, last_at)
SELECT project_id, signal, outcome, key_id, client, reason, delay_ms, items, requests, bytes, sample, toStartOfMinute(fromUnixTimestamp64Milli(counted_at_ms, 'UTC')), fromUnixTimestamp64Milli(counted_at_ms, 'UTC')
FROM input('project_id LowCardinality(String), signal LowCardinality(String), outcome LowCardinality(String), key_id LowCardinality(String), client LowCardinality(String), reason LowCardinality(String), delay_ms UInt32, items UInt64, requests UInt64, bytes UInt64, sample String, counted_at_ms Int64')
FORMAT ProtobufList
