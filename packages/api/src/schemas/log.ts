import type { LogRow } from '@pyflare/telemetry-store'
import { z } from 'zod'

const stringMap = z.record(z.string(), z.string())
const time = z.string().meta({ format: 'date-time' })

export const logSchema = z
  .object({
    id: z.string(),
    time,
    observed_time: time,
    trace_id: z.string().nullable(),
    span_id: z.string().nullable(),
    severity_number: z.int(),
    severity_text: z.string(),
    event_name: z.string(),
    body: z.string().describe('Text as it was sent; anything else as JSON.'),
    service_name: z.string(),
    environment: z.string(),
    scope_name: z.string(),
    scope_version: z.string(),
    attributes: stringMap,
    resource_attributes: stringMap,
  })
  .meta({ id: 'LogRecord' }) satisfies z.ZodType<LogRow>

export const logListSchema = z
  .object({ logs: z.array(logSchema), next_cursor: z.string().nullable() })
  .meta({ id: 'LogListResponse' })
