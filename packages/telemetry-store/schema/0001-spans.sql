-- One row a span, as the collector normalized it. Times are UTC.
--
-- The partition is the day of the span, held near the day of its arrival: a client whose clock is wrong can't scatter
-- its rows over thousands of partitions. Ranges of time are still pruned, by the least and greatest start of each part.
CREATE TABLE IF NOT EXISTS spans
(
    project_id LowCardinality(String),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    parent_span_id FixedString(8) CODEC(ZSTD(1)),
    trace_state String CODEC(ZSTD(1)),
    flags UInt32 CODEC(T64, ZSTD(1)),

    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    end_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 CODEC(T64, ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),

    service_name LowCardinality(String),
    operation_name LowCardinality(String),
    span_kind LowCardinality(String),
    status LowCardinality(String),
    status_message String CODEC(ZSTD(1)),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    events String CODEC(ZSTD(1)),
    links String CODEC(ZSTD(1)),
    dropped_attributes_count UInt32 CODEC(ZSTD(1)),
    dropped_events_count UInt32 CODEC(ZSTD(1)),
    dropped_links_count UInt32 CODEC(ZSTD(1)),

    operation_kind LowCardinality(String),
    inference_type LowCardinality(String),
    is_aggregate Bool CODEC(ZSTD(1)),

    model_id LowCardinality(String),
    model_version LowCardinality(String),
    request_model LowCardinality(String),
    response_model LowCardinality(String),
    provider LowCardinality(String),
    provider_inferred Bool CODEC(ZSTD(1)),
    server_address LowCardinality(String),
    server_port UInt32 CODEC(ZSTD(1)),

    -- What stands in another column too is kept there alone: of input and output only what follows their preview, and nothing
    -- where they are the messages or the documents.
    own_input String CODEC(ZSTD(1)),
    own_output String CODEC(ZSTD(1)),
    input_from Enum8('own' = 0, 'messages' = 1, 'preview' = 2) CODEC(ZSTD(1)),
    output_from Enum8('own' = 0, 'messages' = 1, 'preview' = 2, 'documents' = 3) CODEC(ZSTD(1)),
    input String ALIAS multiIf(input_from = 'messages', input_messages, input_from = 'preview', concat(input_preview, own_input), own_input),
    output String ALIAS multiIf(output_from = 'messages', output_messages, output_from = 'documents', retrieved_documents, output_from = 'preview', concat(output_preview, own_output), own_output),
    input_messages String CODEC(ZSTD(1)),
    output_messages String CODEC(ZSTD(1)),
    has_messages Bool CODEC(ZSTD(1)),
    system_instructions String CODEC(ZSTD(1)),
    input_preview String CODEC(ZSTD(1)),
    output_preview String CODEC(ZSTD(1)),
    input_hash String CODEC(ZSTD(1)),
    tool_definitions String CODEC(ZSTD(1)),
    tool_calls String CODEC(ZSTD(1)),
    tool_name LowCardinality(String),
    tool_call_id String CODEC(ZSTD(1)),
    agent_name LowCardinality(String),
    workflow_name LowCardinality(String),
    content_redacted Bool CODEC(ZSTD(1)),
    content_truncated Bool CODEC(ZSTD(1)),

    retrieved_documents String CODEC(ZSTD(1)),
    rerank_input_documents String CODEC(ZSTD(1)),
    retrieval_query String CODEC(ZSTD(1)),
    retrieval_top_k Nullable(UInt32) CODEC(ZSTD(1)),
    data_source_id LowCardinality(String),

    input_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    output_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    total_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    cache_read_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    cache_write_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    cache_write_1h_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    reasoning_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    audio_input_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    audio_output_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    image_input_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    image_output_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    text_input_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    text_output_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    uncached_input_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    usage_missing Bool CODEC(ZSTD(1)),
    usage_estimated Bool CODEC(ZSTD(1)),
    usage_incomplete Bool CODEC(ZSTD(1)),

    cost_reported_nanos Nullable(Int64) CODEC(ZSTD(1)),
    cost_input_reported_nanos Nullable(Int64) CODEC(ZSTD(1)),
    cost_output_reported_nanos Nullable(Int64) CODEC(ZSTD(1)),
    service_tier LowCardinality(String),

    params String CODEC(ZSTD(1)),
    temperature Nullable(Float64) CODEC(ZSTD(1)),
    top_p Nullable(Float64) CODEC(ZSTD(1)),
    top_k Nullable(Float64) CODEC(ZSTD(1)),
    max_tokens Nullable(UInt32) CODEC(ZSTD(1)),
    frequency_penalty Nullable(Float64) CODEC(ZSTD(1)),
    presence_penalty Nullable(Float64) CODEC(ZSTD(1)),
    stop_sequences Array(LowCardinality(String)),
    seed Nullable(Int64) CODEC(ZSTD(1)),
    n Nullable(UInt32) CODEC(ZSTD(1)),
    stream Nullable(Bool) CODEC(ZSTD(1)),
    reasoning_level LowCardinality(String),
    output_type LowCardinality(String),
    tool_choice LowCardinality(String),
    previous_response_id String CODEC(ZSTD(1)),
    response_id String CODEC(ZSTD(1)),

    time_to_first_token_ns Nullable(UInt64) CODEC(ZSTD(1)),
    time_per_output_token_ns Nullable(UInt64) CODEC(ZSTD(1)),
    queue_ns Nullable(UInt64) CODEC(ZSTD(1)),
    output_tokens_per_second Nullable(Float64) CODEC(ZSTD(1)),

    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    feature_id LowCardinality(String),
    team LowCardinality(String),
    environment LowCardinality(String),
    release LowCardinality(String),
    tags Array(LowCardinality(String)),
    prompt_name LowCardinality(String),
    prompt_version LowCardinality(String),
    prompt_template String CODEC(ZSTD(1)),
    prompt_variables String CODEC(ZSTD(1)),
    metadata String CODEC(ZSTD(1)),

    error_type LowCardinality(String),
    error_message String CODEC(ZSTD(1)),
    error_class LowCardinality(String),
    finish_reason LowCardinality(String),
    finish_reason_raw LowCardinality(String),

    embedding_dims Nullable(UInt32) CODEC(ZSTD(1)),

    dialects Array(LowCardinality(String)),
    normalizer_version UInt32 CODEC(ZSTD(1)),
    normalize_repaired Bool CODEC(ZSTD(1)),
    normalize_conflict Array(LowCardinality(String)),
    -- What reading the span again needs beside its attributes and contents.
    attribute_types Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
    content_from Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
    content_facts Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    sampling_rate Float64 CODEC(ZSTD(1)),

    INDEX by_trace trace_id TYPE bloom_filter(0.005) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY least(greatest(toDate(start_time), toDate(received_at) - 31), toDate(received_at) + 1)
ORDER BY (project_id, start_time, trace_id)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

-- When the records of a trace began, so that a trace is found by its id without a look into every day.
CREATE TABLE IF NOT EXISTS trace_extents
(
    project_id LowCardinality(String),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    record Enum8('span' = 1, 'log' = 2, 'content_log' = 3),
    month Date,
    first_time SimpleAggregateFunction(min, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1)),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1)),

    INDEX by_trace trace_id TYPE bloom_filter(0.005) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY month
ORDER BY (project_id, trace_id, record)
SETTINGS
    index_granularity = 256,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_extents_of_spans TO trace_extents AS
SELECT
    project_id,
    trace_id,
    'span' AS record,
    toStartOfMonth(least(greatest(toDate(start_time), toDate(received_at) - 31), toDate(received_at) + 1)) AS month,
    min(start_time) AS first_time,
    max(start_time) AS last_time
FROM spans
GROUP BY project_id, trace_id, month;

-- Counts, errors and latency by minute, for charts.
CREATE TABLE IF NOT EXISTS spans_by_minute
(
    project_id LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    service_name LowCardinality(String),
    operation_kind LowCardinality(String),
    model_id LowCardinality(String),
    provider LowCardinality(String),
    environment LowCardinality(String),
    release LowCardinality(String),
    month Date,
    spans SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    errors SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    duration AggregateFunction(quantilesDD(0.01, 0.5, 0.95, 0.99), UInt64) CODEC(ZSTD(1)),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY month
ORDER BY (project_id, minute, service_name, operation_kind, model_id, provider, environment, release)
SETTINGS
    index_granularity = 1024,
    min_bytes_for_wide_part = 134217728,
    non_replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS spans_by_minute_of_spans TO spans_by_minute AS
SELECT
    project_id,
    toStartOfMinute(start_time) AS minute,
    service_name,
    operation_kind,
    model_id,
    provider,
    environment,
    release,
    toStartOfMonth(least(greatest(toDate(start_time), toDate(received_at) - 31), toDate(received_at) + 1)) AS month,
    count() AS spans,
    countIf(status = 'error') AS errors,
    quantilesDDState(0.01, 0.5, 0.95, 0.99)(duration_ns) AS duration,
    max(start_time) AS last_time
FROM spans
GROUP BY project_id, minute, service_name, operation_kind, model_id, provider, environment, release, month;
