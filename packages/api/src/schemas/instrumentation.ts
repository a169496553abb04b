import type { InstrumentationLibraryRow, InstrumentationServiceRow } from '@pyflare/telemetry-store'
import { z } from 'zod'
import { FINDING_IDS } from '../instrumentation/finding-ids.ts'
import type { InstrumentationFinding } from '../instrumentation/findings.ts'

const time = z.string().meta({ format: 'date-time' })
const count = z.int().nonnegative()
const examples = z.record(z.string(), z.string()).describe('The newest trace of each lack that there is.')

const librarySchema = z
  .object({
    service_name: z.string(),
    scope_name: z.string(),
    scope_version: z.string(),
    sdk_language: z.string(),
    sdk_name: z.string(),
    sdk_version: z.string(),
    dialects: z
      .array(z.string())
      .describe("Whose words its spans use, as in PyFlare's tables of semantic conventions."),
    spans: count,
    errors: count,
    calls: count.describe('Spans that are one call of a model.'),
    usage_missing: count,
    streams_without_usage: count,
    usage_incomplete: count,
    usage_estimated: count,
    without_messages: count,
    without_model: count,
    repaired: count.describe('Spans whose counts were put right.'),
    conflicts: count.describe('Spans in which attributes disagree.'),
    truncated: count,
    repeats: count.describe(
      'Calls that another library tells of too, so that its telling counts. Of the newest 20,000.',
    ),
    repeats_of: z.array(z.string()).describe('The libraries whose telling counts.'),
    conflict_columns: z.array(z.string()),
    normalizer_version: count,
    last_seen: time,
    example_traces: examples,
  })
  .meta({ id: 'InstrumentationLibrary' }) satisfies z.ZodType<InstrumentationLibraryRow>

const serviceSchema = z
  .object({
    service_name: z.string(),
    traces: count.describe('Traces that call a model.'),
    without_session: count,
    without_user: count,
    without_release: count,
    without_environment: count,
    without_root: count,
    unpriced: count,
    example_traces: examples,
  })
  .meta({ id: 'InstrumentationService' }) satisfies z.ZodType<InstrumentationServiceRow>

const findingSchema = z
  .object({
    id: z.enum(FINDING_IDS),
    severity: z.enum(['error', 'warn', 'info']),
    title: z.string(),
    service_name: z.string(),
    scope_name: z.string().describe('Empty where it is about the traces of a service.'),
    scope_version: z.string(),
    count: count.describe('How many of `of` lack it.'),
    of: count,
    unit: z.enum(['calls', 'spans', 'traces']),
    example_trace_id: z.string().nullable(),
    columns: z.array(z.string()).describe('Columns that it is about.'),
    beside: z.array(z.string()).describe('Other libraries that it is about.'),
    remedy: z.object({
      text: z.string(),
      language: z.enum(['python', 'javascript', 'shell']).nullable(),
      code: z.string().nullable(),
    }),
  })
  .meta({ id: 'InstrumentationFinding' }) satisfies z.ZodType<InstrumentationFinding>

export const instrumentationSchema = z
  .object({
    since: time.describe('The start of what was looked at: the newest 5 million spans of the range.'),
    libraries: z.array(librarySchema),
    services: z.array(serviceSchema),
    findings: z.array(findingSchema).describe('What is amiss and how to mend it, worst first.'),
  })
  .meta({ id: 'InstrumentationResponse' })
