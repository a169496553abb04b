-- What became of what clients sent, by project, key and minute. Rows of the same key are added up as parts merge, so each is read as a sum.
CREATE TABLE IF NOT EXISTS intake_by_minute
(
    project_id LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    signal LowCardinality(String),
    outcome LowCardinality(String),
    key_id LowCardinality(String),
    client LowCardinality(String),
    reason LowCardinality(String),
    delay_ms UInt32 CODEC(T64, ZSTD(1)),
    items SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    requests SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    bytes SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1)),
    -- One of several: whichever is there, for '' is the least.
    sample SimpleAggregateFunction(max, String) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(minute)
ORDER BY (project_id, minute, signal, outcome, key_id, client, reason, delay_ms)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;
