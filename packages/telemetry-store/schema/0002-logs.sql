-- One row a log record. `record_hash` tells records of the same nanosecond apart, for paging and links.
CREATE TABLE IF NOT EXISTS logs
(
    project_id LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    record_hash UInt64 CODEC(NONE),
    observed_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    severity_number UInt8 CODEC(ZSTD(1)),
    severity_text LowCardinality(String),
    event_name LowCardinality(String),
    body String CODEC(ZSTD(1)),
    service_name LowCardinality(String),
    environment LowCardinality(String),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    dropped_attributes_count UInt32 CODEC(ZSTD(1)),
    is_content Bool CODEC(ZSTD(1)),

    INDEX by_trace trace_id TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX by_severity severity_number TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY least(greatest(toDate(time), toDate(received_at) - 31), toDate(received_at) + 1)
ORDER BY (project_id, time, record_hash)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_extents_of_logs TO trace_extents AS
SELECT
    project_id,
    trace_id,
    if(is_content, 'content_log', 'log') AS record,
    toStartOfMonth(least(greatest(toDate(time), toDate(received_at) - 31), toDate(received_at) + 1)) AS month,
    min(time) AS first_time,
    max(time) AS last_time
FROM logs
WHERE trace_id != toFixedString('', 16)
GROUP BY project_id, trace_id, record, month;
