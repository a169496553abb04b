-- One row a data point. The points of a series lie together, in order of time.
CREATE TABLE IF NOT EXISTS metrics
(
    project_id LowCardinality(String),
    metric_name LowCardinality(String),
    series_hash UInt64 CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    description LowCardinality(String),
    unit LowCardinality(String),
    value_type LowCardinality(String),
    temporality LowCardinality(String),
    is_monotonic Bool CODEC(ZSTD(1)),
    service_name LowCardinality(String),
    environment LowCardinality(String),
    model_id LowCardinality(String),
    model_version LowCardinality(String),
    provider LowCardinality(String),
    operation_kind LowCardinality(String),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),

    value Float64 CODEC(Gorilla, ZSTD(1)),
    count UInt64 CODEC(T64, ZSTD(1)),
    sum Nullable(Float64) CODEC(ZSTD(1)),
    min Nullable(Float64) CODEC(ZSTD(1)),
    max Nullable(Float64) CODEC(ZSTD(1)),
    bucket_bounds Array(Float64) CODEC(ZSTD(1)),
    bucket_counts Array(UInt64) CODEC(ZSTD(1)),
    scale Int32 CODEC(ZSTD(1)),
    zero_count UInt64 CODEC(ZSTD(1)),
    zero_threshold Float64 CODEC(ZSTD(1)),
    positive_offset Int32 CODEC(ZSTD(1)),
    positive_counts Array(UInt64) CODEC(ZSTD(1)),
    negative_offset Int32 CODEC(ZSTD(1)),
    negative_counts Array(UInt64) CODEC(ZSTD(1)),
    quantiles Array(Float64) CODEC(ZSTD(1)),
    quantile_values Array(Float64) CODEC(ZSTD(1)),
    exemplars String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY least(greatest(toDate(time), toDate(received_at) - 31), toDate(received_at) + 1)
ORDER BY (project_id, metric_name, series_hash, time)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- Which metrics a project has, so that their names are listed without reading their points.
CREATE TABLE IF NOT EXISTS metrics_by_hour
(
    project_id LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    metric_name LowCardinality(String),
    service_name LowCardinality(String),
    month Date,
    points SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    series AggregateFunction(uniqCombined64(12), UInt64) CODEC(ZSTD(1)),
    description SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
    unit SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
    value_type SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
    temporality SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
    is_monotonic SimpleAggregateFunction(anyLast, UInt8) CODEC(ZSTD(1)),
    first_time SimpleAggregateFunction(min, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1)),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY month
ORDER BY (project_id, hour, metric_name, service_name)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS metrics_by_hour_of_metrics TO metrics_by_hour AS
SELECT
    project_id,
    toStartOfHour(time) AS hour,
    metric_name,
    service_name,
    toStartOfMonth(least(greatest(toDate(time), toDate(received_at) - 31), toDate(received_at) + 1)) AS month,
    count() AS points,
    uniqCombined64State(12)(series_hash) AS series,
    anyLast(metrics.description) AS description,
    anyLast(metrics.unit) AS unit,
    anyLast(metrics.value_type) AS value_type,
    anyLast(metrics.temporality) AS temporality,
    anyLast(toUInt8(metrics.is_monotonic)) AS is_monotonic,
    min(time) AS first_time,
    max(time) AS last_time
FROM metrics
GROUP BY project_id, hour, metric_name, service_name, month;
