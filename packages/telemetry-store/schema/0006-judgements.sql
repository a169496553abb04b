-- Scores of traces and spans, by evaluators, people and programs. The newest of a name, target and identifier counts.
CREATE TABLE IF NOT EXISTS evaluations
(
    project_id LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    name LowCardinality(String),
    target_trace_id FixedString(16) CODEC(ZSTD(1)),
    target_span_id FixedString(8) CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    identifier String CODEC(ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    score Nullable(Float64) CODEC(ZSTD(1)),
    label LowCardinality(String),
    explanation String CODEC(ZSTD(1)),
    source LowCardinality(String),
    evaluator LowCardinality(String),
    metadata String CODEC(ZSTD(1)),

    INDEX by_trace target_trace_id TYPE bloom_filter(0.005) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(greatest(least(time, toDateTime64('2100-01-01 00:00:00', 9, 'UTC')), toDateTime64('2000-01-01 00:00:00', 9, 'UTC')))
ORDER BY (project_id, name, time, target_trace_id, target_span_id, session_id, identifier)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- What alerts did, appended. Their state lives in PostgreSQL.
CREATE TABLE IF NOT EXISTS alert_transitions
(
    project_id LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    rule_id String CODEC(ZSTD(1)),
    fingerprint String CODEC(ZSTD(1)),
    alert_type LowCardinality(String),
    severity LowCardinality(String),
    from_state LowCardinality(String),
    to_state LowCardinality(String),
    model_id LowCardinality(String),
    service_name LowCardinality(String),
    title String CODEC(ZSTD(1)),
    description String CODEC(ZSTD(1)),
    value Nullable(Float64) CODEC(ZSTD(1)),
    threshold Nullable(Float64) CODEC(ZSTD(1)),
    labels Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    annotations Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    sample_trace_ids Array(FixedString(16)) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(greatest(least(time, toDateTime64('2100-01-01 00:00:00', 9, 'UTC')), toDateTime64('2000-01-01 00:00:00', 9, 'UTC')))
ORDER BY (project_id, time, rule_id, fingerprint)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- Records that can never be inserted, with the reason, as they were. One row for each place in the log.
CREATE TABLE IF NOT EXISTS dead_letters
(
    project_id LowCardinality(String),
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    failed_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    reason String CODEC(ZSTD(1)),
    payload String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(failed_at)
ORDER BY (project_id, topic, partition, offset)
SETTINGS
    index_granularity = 256,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;
