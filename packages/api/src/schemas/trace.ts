import type { TraceRow } from '@pyflare/telemetry-store'
import { z } from 'zod'
import { evaluationSchema } from './evaluation.ts'

const count = z.int().nonnegative()
const tokens = count.nullable()

export const traceSchema = z
  .object({
    trace_id: z.string(),
    root_span_id: z.string(),
    name: z.string(),
    operation_kind: z.string(),
    service_name: z.string(),
    model_id: z.string().describe('The model of the costliest call.'),
    models: z.array(z.string()).describe('The models of its calls that count, in order of start; up to 50.'),
    start_time: z.string().meta({ format: 'date-time' }),
    end_time: z.string().meta({ format: 'date-time' }),
    duration_ms: z.number(),
    status: z.enum(['ok', 'error']),
    error_type: z.string(),
    error_message: z.string(),
    span_count: count,
    error_count: count,
    llm_call_count: count,
    tool_call_count: count,
    user_id: z.string(),
    session_id: z.string(),
    environment: z.string(),
    release: z.string(),
    feature_id: z.string(),
    team: z.string(),
    tags: z.array(z.string()),
    input_preview: z.string(),
    output_preview: z.string(),
    input_tokens: tokens,
    output_tokens: tokens,
    total_tokens: tokens,
    cache_read_tokens: tokens,
    cost_usd: z.number().nullable().describe('null when no call in it has a price: unknown is not zero.'),
    cost_status: z.enum(['exact', 'partial', 'unknown']),
    root_seen: z.boolean().describe('False while the root span has not arrived.'),
    version: count.describe('Rises with each settling of the trace.'),
  })
  .meta({ id: 'TraceSummary' }) satisfies z.ZodType<TraceRow>

export const traceDetailSchema = traceSchema
  .extend({
    attributes: z.record(z.string(), z.string()).describe('Attributes of the root span.'),
    evaluations: z.array(evaluationSchema).describe('Of the trace as a whole, and of its session; up to 100 of each.'),
  })
  .meta({ id: 'Trace' })

export const traceListSchema = z
  .object({ traces: z.array(traceSchema), next_cursor: z.string().nullable() })
  .meta({ id: 'TraceListResponse' })

export const timeBucketSchema = z
  .object({
    time: z.string().meta({ format: 'date-time' }),
    traces: count,
    errors: count,
    duration_p95_ms: z.number().nullable(),
    tokens: count,
    cost_usd: z.number(),
  })
  .meta({ id: 'TimeBucket' })
