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
    INDEX by_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,

    -- Sums are parts of the very parts that they sum: an entry and its share of a sum are stored together or not at all. A
    -- table of its own, filled by a view, would lack the entries whose insert was cut off between the two.
    PROJECTION sums_by_minute
    (
        SELECT
            project_id,
            toStartOfMinute(time),
            model_id,
            provider,
            operation_kind,
            service_name,
            feature_id,
            team,
            environment,
            release,
            sum(calls),
            sum(errors),
            sum(input_tokens),
            sum(output_tokens),
            sum(cache_read_tokens),
            sum(cache_write_tokens),
            sum(reasoning_tokens),
            sum(input_cost_nanos),
            sum(output_cost_nanos),
            sum(cost_nanos),
            sum(if(cost_source = '', calls, 0))
        GROUP BY
            project_id,
            toStartOfMinute(time),
            model_id,
            provider,
            operation_kind,
            service_name,
            feature_id,
            team,
            environment,
            release
    ),
    PROJECTION sums_by_hour
    (
        SELECT
            project_id,
            toStartOfHour(time),
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
            sum(calls),
            sum(errors),
            sum(input_tokens),
            sum(output_tokens),
            sum(cache_read_tokens),
            sum(cache_write_tokens),
            sum(reasoning_tokens),
            sum(input_cost_nanos),
            sum(output_cost_nanos),
            sum(cost_nanos)
        GROUP BY
            project_id,
            toStartOfHour(time),
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
            cost_source
    )
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

-- Sums by minute for charts, of every dimension but who.
CREATE VIEW IF NOT EXISTS ledger_by_minute AS
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
    -- Entries that say that a call has no price, less those that took it back.
    sum(if(cost_source = '', ledger.calls, 0)) AS unpriced
FROM ledger
GROUP BY project_id, minute, model_id, provider, operation_kind, service_name, feature_id, team, environment, release;

-- Sums by hour of every dimension but the session: who spends what, over months.
CREATE VIEW IF NOT EXISTS ledger_by_hour AS
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
