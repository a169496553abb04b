-- Usage and cost: append-only differences. Totals are sums, whichever way they are cut; nothing is ever updated.
CREATE TABLE IF NOT EXISTS ledger
(
    project_id LowCardinality(String),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    recorded_at DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta(8), ZSTD(1)),
    reason LowCardinality(String),
    model_id LowCardinality(String),
    model_version LowCardinality(String),
    provider LowCardinality(String),
    operation_kind LowCardinality(String),
    service_name LowCardinality(String),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    feature_id LowCardinality(String),
    team LowCardinality(String),
    environment LowCardinality(String),
    release LowCardinality(String),
    calls Int64 CODEC(T64, ZSTD(1)),
    errors Int64 CODEC(T64, ZSTD(1)),
    input_tokens Int64 CODEC(T64, ZSTD(1)),
    output_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_read_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_write_tokens Int64 CODEC(T64, ZSTD(1)),
    reasoning_tokens Int64 CODEC(T64, ZSTD(1)),
    input_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    output_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    cost_nanos Int64 CODEC(T64, ZSTD(1)),
    cost_source LowCardinality(String),
    price_version LowCardinality(String),
    fingerprint String CODEC(ZSTD(1)),

    INDEX by_trace trace_id TYPE bloom_filter(0.005) GRANULARITY 1,
    INDEX by_user user_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(greatest(least(time, toDateTime64('2100-01-01 00:00:00', 9, 'UTC')), toDateTime64('2000-01-01 00:00:00', 9, 'UTC')))
ORDER BY (project_id, time, trace_id, span_id)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- Sums by minute for charts, of every dimension but who. Every dimension is in the key: rows are never merged across one.
CREATE TABLE IF NOT EXISTS ledger_by_minute
(
    project_id LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    model_id LowCardinality(String),
    provider LowCardinality(String),
    operation_kind LowCardinality(String),
    service_name LowCardinality(String),
    feature_id LowCardinality(String),
    team LowCardinality(String),
    environment LowCardinality(String),
    release LowCardinality(String),
    calls Int64 CODEC(T64, ZSTD(1)),
    errors Int64 CODEC(T64, ZSTD(1)),
    input_tokens Int64 CODEC(T64, ZSTD(1)),
    output_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_read_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_write_tokens Int64 CODEC(T64, ZSTD(1)),
    reasoning_tokens Int64 CODEC(T64, ZSTD(1)),
    input_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    output_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    cost_nanos Int64 CODEC(T64, ZSTD(1)),
    -- Entries that say that a call has no price, less those that took it back.
    unpriced Int64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree((calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, input_cost_nanos, output_cost_nanos, cost_nanos, unpriced))
PARTITION BY toYYYYMM(greatest(least(minute, toDateTime('2100-01-01 00:00:00', 'UTC')), toDateTime('2000-01-01 00:00:00', 'UTC')))
ORDER BY (project_id, minute, model_id, provider, operation_kind, service_name, feature_id, team, environment, release)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_by_minute_of_ledger TO ledger_by_minute AS
SELECT
    project_id,
    toStartOfMinute(time) AS minute,
    model_id,
    provider,
    operation_kind,
    service_name,
    feature_id,
    team,
    environment,
    release,
    sum(ledger.calls) AS calls,
    sum(ledger.errors) AS errors,
    sum(ledger.input_tokens) AS input_tokens,
    sum(ledger.output_tokens) AS output_tokens,
    sum(ledger.cache_read_tokens) AS cache_read_tokens,
    sum(ledger.cache_write_tokens) AS cache_write_tokens,
    sum(ledger.reasoning_tokens) AS reasoning_tokens,
    sum(ledger.input_cost_nanos) AS input_cost_nanos,
    sum(ledger.output_cost_nanos) AS output_cost_nanos,
    sum(ledger.cost_nanos) AS cost_nanos,
    sum(if(cost_source = '', ledger.calls, 0)) AS unpriced
FROM ledger
GROUP BY project_id, minute, model_id, provider, operation_kind, service_name, feature_id, team, environment, release;

-- Sums by hour of every dimension but the session: who spends what, over months.
CREATE TABLE IF NOT EXISTS ledger_by_hour
(
    project_id LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    model_id LowCardinality(String),
    model_version LowCardinality(String),
    provider LowCardinality(String),
    operation_kind LowCardinality(String),
    service_name LowCardinality(String),
    feature_id LowCardinality(String),
    team LowCardinality(String),
    environment LowCardinality(String),
    release LowCardinality(String),
    user_id String CODEC(ZSTD(1)),
    cost_source LowCardinality(String),
    calls Int64 CODEC(T64, ZSTD(1)),
    errors Int64 CODEC(T64, ZSTD(1)),
    input_tokens Int64 CODEC(T64, ZSTD(1)),
    output_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_read_tokens Int64 CODEC(T64, ZSTD(1)),
    cache_write_tokens Int64 CODEC(T64, ZSTD(1)),
    reasoning_tokens Int64 CODEC(T64, ZSTD(1)),
    input_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    output_cost_nanos Int64 CODEC(T64, ZSTD(1)),
    cost_nanos Int64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree((calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, input_cost_nanos, output_cost_nanos, cost_nanos))
PARTITION BY toYYYYMM(greatest(least(hour, toDateTime('2100-01-01 00:00:00', 'UTC')), toDateTime('2000-01-01 00:00:00', 'UTC')))
ORDER BY (project_id, hour, model_id, model_version, provider, operation_kind, service_name, feature_id, team, environment, release, user_id, cost_source)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS ledger_by_hour_of_ledger TO ledger_by_hour AS
SELECT
    project_id,
    toStartOfHour(time) AS hour,
    model_id,
    model_version,
    provider,
    operation_kind,
    service_name,
    feature_id,
    team,
    environment,
    release,
    user_id,
    cost_source,
    sum(ledger.calls) AS calls,
    sum(ledger.errors) AS errors,
    sum(ledger.input_tokens) AS input_tokens,
    sum(ledger.output_tokens) AS output_tokens,
    sum(ledger.cache_read_tokens) AS cache_read_tokens,
    sum(ledger.cache_write_tokens) AS cache_write_tokens,
    sum(ledger.reasoning_tokens) AS reasoning_tokens,
    sum(ledger.input_cost_nanos) AS input_cost_nanos,
    sum(ledger.output_cost_nanos) AS output_cost_nanos,
    sum(ledger.cost_nanos) AS cost_nanos
FROM ledger
GROUP BY project_id, hour, model_id, model_version, provider, operation_kind, service_name, feature_id, team, environment, release, user_id, cost_source;
