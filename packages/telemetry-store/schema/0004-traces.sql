-- One row a trace, written by settling; a later version replaces an earlier one. The start is part of the key because
-- lists are ordered by it: when it changes, the row under the old start is marked as deleted.
CREATE TABLE IF NOT EXISTS trace_index
(
    project_id LowCardinality(String),
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    is_deleted UInt8 CODEC(ZSTD(1)),
    end_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 MATERIALIZED greatest(0, toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time)) CODEC(T64, ZSTD(1)),
    root_span_id FixedString(8) CODEC(ZSTD(1)),
    root_seen Bool CODEC(ZSTD(1)),
    name LowCardinality(String),
    operation_kind LowCardinality(String),
    service_name LowCardinality(String),
    model_id LowCardinality(String),
    models Array(LowCardinality(String)),
    status LowCardinality(String),
    error_type LowCardinality(String),
    error_message String CODEC(ZSTD(1)),
    span_count UInt32 CODEC(T64, ZSTD(1)),
    error_count UInt32 CODEC(T64, ZSTD(1)),
    llm_call_count UInt32 CODEC(T64, ZSTD(1)),
    tool_call_count UInt32 CODEC(T64, ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    environment LowCardinality(String),
    release LowCardinality(String),
    feature_id LowCardinality(String),
    team LowCardinality(String),
    tags Array(LowCardinality(String)),
    input_preview String CODEC(ZSTD(1)),
    output_preview String CODEC(ZSTD(1)),
    input_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    output_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    total_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    cache_read_tokens Nullable(UInt64) CODEC(ZSTD(1)),
    cost_nanos Nullable(Int64) CODEC(ZSTD(1)),
    cost_status LowCardinality(String),

    INDEX by_trace trace_id TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX by_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_session session_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYYYYMM(greatest(least(start_time, toDateTime64('2100-01-01 00:00:00', 9, 'UTC')), toDateTime64('2000-01-01 00:00:00', 9, 'UTC')))
ORDER BY (project_id, start_time, trace_id)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- Columns of a span that only other records knew. Text as it is, lists as JSON.
CREATE TABLE IF NOT EXISTS span_patches
(
    project_id LowCardinality(String),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    -- The start of the trace when it was settled, for retention and for searches.
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    columns Map(LowCardinality(String), String) CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, trace_id, span_id)
SETTINGS
    index_granularity = 256,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;
