-- Which spans tell of which response. Two libraries may tell of one call in two traces, each of which is settled alone:
-- by its claim a span finds the others. A later version replaces an earlier one.
--
-- Ids of responses are as good as random, so what is looked up lies anywhere: small granules keep such a read short. The
-- partition is the day of the span, held near the day of the writing as in `spans`.
CREATE TABLE IF NOT EXISTS response_claims
(
    project_id LowCardinality(String),
    response FixedString(16) CODEC(NONE),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    scope_name LowCardinality(String),
    worth UInt8 CODEC(ZSTD(1)),
    told String CODEC(ZSTD(1)),
    verdict String CODEC(ZSTD(1)),
    withdrawn Bool CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY least(greatest(toDate(time), toDate(recorded_at) - 31), toDate(recorded_at) + 1)
ORDER BY (project_id, response, trace_id, span_id)
SETTINGS
    index_granularity = 256,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- Traces whose settling was put off, until it is done. Read when a process starts, for it may have been stopped in between.
CREATE TABLE IF NOT EXISTS settle_debts
(
    project_id LowCardinality(String),
    trace_id FixedString(16),
    version UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (project_id, trace_id)
SETTINGS
    index_granularity = 1024,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- What a patch says, in short: settling compares it, and leaves patches that say nothing new unwritten.
ALTER TABLE span_patches ADD COLUMN IF NOT EXISTS print String DEFAULT 'unknown' CODEC(ZSTD(1));

ALTER TABLE trace_index ADD COLUMN IF NOT EXISTS prompt_name LowCardinality(String) AFTER tags;

ALTER TABLE trace_index ADD COLUMN IF NOT EXISTS prompt_version LowCardinality(String) AFTER prompt_name;
