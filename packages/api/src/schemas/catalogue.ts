import type { ModelRow, ServiceRow } from '@pyflare/telemetry-store'
import { z } from 'zod'

const time = z.string().meta({ format: 'date-time' })
const count = z.int().nonnegative()
const sketchedP95 = z.number().describe('95 of 100 spans took no longer. From a sketch: within 1 % of the exact value.')

const serviceSchema = z
  .object({
    service_name: z.string(),
    traces: count,
    spans: count,
    errors: count,
    duration_p95_ms: sketchedP95,
    last_seen: time,
  })
  .meta({ id: 'Service' }) satisfies z.ZodType<ServiceRow>

export const serviceListSchema = z.object({ services: z.array(serviceSchema) }).meta({ id: 'ServiceListResponse' })

const modelSchema = z
  .object({
    model_id: z.string(),
    provider: z.string(),
    calls: count,
    errors: count,
    input_tokens: count,
    output_tokens: count,
    cost_usd: z.number().nullable(),
    duration_p95_ms: sketchedP95,
    last_seen: time,
  })
  .meta({ id: 'Model' }) satisfies z.ZodType<ModelRow>

export const modelListSchema = z.object({ models: z.array(modelSchema) }).meta({ id: 'ModelListResponse' })
