-- Evaluations as they come with telemetry: known by an id of their name, target and identifier, and some by a response alone.
ALTER TABLE evaluations ADD COLUMN IF NOT EXISTS response_id String CODEC(ZSTD(1)) AFTER session_id;

ALTER TABLE evaluations ADD COLUMN IF NOT EXISTS sampling_rate Float64 DEFAULT 1 CODEC(ZSTD(1)) AFTER metadata;

ALTER TABLE evaluations ADD COLUMN IF NOT EXISTS received_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)) AFTER sampling_rate;

-- The same evaluation at the same time is one row, whoever sends it again.
ALTER TABLE evaluations
    ADD COLUMN IF NOT EXISTS evaluation_id FixedString(16) CODEC(NONE) AFTER identifier,
    MODIFY ORDER BY (project_id, name, time, target_trace_id, target_span_id, session_id, identifier, evaluation_id);

ALTER TABLE evaluations ADD INDEX IF NOT EXISTS by_response response_id TYPE bloom_filter(0.005) GRANULARITY 1;

ALTER TABLE evaluations ADD INDEX IF NOT EXISTS by_session session_id TYPE bloom_filter(0.005) GRANULARITY 1;

ALTER TABLE evaluations MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
