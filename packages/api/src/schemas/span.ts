import type { Json, SpanRow } from '@pyflare/telemetry-store'
import { z } from 'zod'
import { evaluationSchema } from './evaluation.ts'

const stringMap = z.record(z.string(), z.string())

/** Structured columns; one that was not JSON is the text it is. */
const json: z.ZodType<Json> = z.unknown() as z.ZodType<Json>

const spanEventSchema = z
  .object({ time: z.string().meta({ format: 'date-time' }), name: z.string(), attributes: stringMap })
  .meta({ id: 'SpanEvent' })

const spanLinkSchema = z
  .object({ trace_id: z.string(), span_id: z.string(), attributes: stringMap })
  .meta({ id: 'SpanLink' })

/** A span with every column of docs/semantic-conventions.md. */
export const spanSchema = z
  .object({
    trace_id: z.string(),
    span_id: z.string(),
    parent_span_id: z.string().nullable().describe('null for a root.'),
    trace_state: z.string(),
    start_time: z.string().meta({ format: 'date-time' }),
    end_time: z.string().meta({ format: 'date-time' }),
    duration_ns: z.number(),
    duration_ms: z.number(),
    service_name: z.string(),
    operation_name: z.string(),
    span_kind: z.string(),
    status: z.enum(['unset', 'ok', 'error']),
    status_message: z.string(),
    scope_name: z.string(),
    scope_version: z.string(),
    attributes: stringMap,
    resource_attributes: stringMap,
    events: z.array(spanEventSchema),
    links: z.array(spanLinkSchema),
    evaluations: z.array(evaluationSchema).describe('Of the span, and of the response that it tells of; newest first.'),
    dropped_attributes_count: z.number(),
    dropped_events_count: z.number(),
    dropped_links_count: z.number(),

    operation_kind: z.string(),
    inference_type: z.string(),
    is_aggregate: z
      .boolean()
      .describe('Its usage repeats that of other spans and counts nothing: of those beneath it, or of `duplicate_of`.'),
    duplicate_of: z
      .object({ trace_id: z.string(), span_id: z.string() })
      .nullable()
      .describe('The span that counts in its place: of this trace, or of another that tells of the same call.'),

    model_id: z.string(),
    model_version: z.string(),
    request_model: z.string(),
    response_model: z.string(),
    provider: z.string(),
    provider_inferred: z.boolean(),
    server_address: z.string(),
    server_port: z.number(),

    input: json,
    output: json,
    input_messages: json,
    output_messages: json,
    system_instructions: z.string(),
    input_preview: z.string(),
    output_preview: z.string(),
    input_hash: z.string(),
    tool_definitions: json,
    tool_calls: json,
    tool_name: z.string(),
    tool_call_id: z.string(),
    agent_name: z.string(),
    workflow_name: z.string(),
    content_redacted: z.boolean(),
    content_truncated: z.boolean(),

    retrieved_documents: json,
    rerank_input_documents: json,
    retrieval_query: z.string(),
    retrieval_top_k: z.number().nullable(),
    data_source_id: z.string(),

    input_tokens: z.number().nullable(),
    output_tokens: z.number().nullable(),
    total_tokens: z.number().nullable(),
    cache_read_tokens: z.number().nullable(),
    cache_write_tokens: z.number().nullable(),
    cache_write_1h_tokens: z.number().nullable(),
    reasoning_tokens: z.number().nullable(),
    audio_input_tokens: z.number().nullable(),
    audio_output_tokens: z.number().nullable(),
    image_input_tokens: z.number().nullable(),
    image_output_tokens: z.number().nullable(),
    text_input_tokens: z.number().nullable(),
    text_output_tokens: z.number().nullable(),
    uncached_input_tokens: z.number().nullable(),
    usage_missing: z.boolean(),
    usage_estimated: z.boolean(),
    usage_incomplete: z.boolean(),

    cost_usd: z
      .number()
      .nullable()
      .describe('What the ledger says this call costs; null when it has no price or counts nothing.'),
    cost_total: z.number().nullable(),
    cost_input: z.number().nullable(),
    cost_output: z.number().nullable(),
    cost_source: z.enum(['', 'reported', 'computed']),
    cost_reported: z.number().nullable(),
    cost_computed: z.number().nullable(),
    service_tier: z.string(),

    params: json,
    temperature: z.number().nullable(),
    top_p: z.number().nullable(),
    top_k: z.number().nullable(),
    max_tokens: z.number().nullable(),
    frequency_penalty: z.number().nullable(),
    presence_penalty: z.number().nullable(),
    stop_sequences: z.array(z.string()),
    seed: z.number().nullable(),
    n: z.number().nullable(),
    stream: z.boolean().nullable(),
    reasoning_level: z.string(),
    output_type: z.string(),
    tool_choice: z.string(),
    previous_response_id: z.string(),
    response_id: z.string(),

    time_to_first_token_ns: z.number().nullable(),
    time_per_output_token_ns: z.number().nullable(),
    queue_ns: z.number().nullable(),
    output_tokens_per_second: z.number().nullable(),

    user_id: z.string(),
    session_id: z.string(),
    feature_id: z.string(),
    team: z.string(),
    environment: z.string(),
    release: z.string(),
    tags: z.array(z.string()),
    prompt_name: z.string(),
    prompt_version: z.string(),
    prompt_template: z.string(),
    prompt_variables: json,
    metadata: json,

    error_type: z.string(),
    error_message: z.string(),
    error_class: z.string(),
    finish_reason: z.string(),
    finish_reason_raw: z.string(),

    embedding_dims: z.number().nullable(),

    dialects: z.array(z.string()),
    normalizer_version: z.number(),
    normalize_repaired: z.boolean(),
    normalize_conflict: z.array(z.string()),
    sampling_rate: z.number(),
  })
  .meta({ id: 'Span' }) satisfies z.ZodType<SpanRow>

export const spanListSchema = z
  .object({ spans: z.array(spanSchema), next_cursor: z.string().nullable() })
  .meta({ id: 'SpanListResponse' })
