-- Columns of a span as a later normalizer reads them, which stand in the place of the row's own. Text as it is, lists as JSON,
-- '' for what is not known. A later version replaces an earlier one.
CREATE TABLE IF NOT EXISTS renormalized_spans
(
    project_id LowCardinality(String),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    -- The start of the span.
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    -- Who wrote the row, and who reads it now.
    row_version UInt32 CODEC(T64, ZSTD(1)),
    normalizer_version UInt32 CODEC(T64, ZSTD(1)),
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
