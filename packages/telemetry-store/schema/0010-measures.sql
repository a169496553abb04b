-- What of model calls a metric measures, whoever names it, and which tokens a point counts.
ALTER TABLE metrics ADD COLUMN IF NOT EXISTS measure LowCardinality(String) AFTER operation_kind;

ALTER TABLE metrics ADD COLUMN IF NOT EXISTS token_type LowCardinality(String) AFTER measure;

ALTER TABLE metrics ADD COLUMN IF NOT EXISTS token_modality LowCardinality(String) AFTER token_type;

ALTER TABLE metrics_by_hour ADD COLUMN IF NOT EXISTS measure SimpleAggregateFunction(max, String) CODEC(ZSTD(1)) AFTER is_monotonic;

ALTER TABLE metrics_by_hour_of_metrics MODIFY QUERY
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
    max(metrics.measure) AS measure,
    min(time) AS first_time,
    max(time) AS last_time
FROM metrics
GROUP BY project_id, hour, metric_name, service_name, month;
