import type { NormalizationRun } from '@pyflare/access'
import { z } from 'zod'

const count = z.number()
const moment = z.string().meta({ format: 'date-time' })

const sampleSchema = z.object({
  trace_id: z.string(),
  span_id: z.string(),
  before: z.string(),
  after: z.string(),
})

const columnSchema = z.object({
  column: z.string(),
  spans: count.describe('How many spans read otherwise.'),
  sums: z.object({ before: count, after: count }).nullable().describe('Of those spans, where the column is summed.'),
  samples: z.array(sampleSchema).describe('Of what people said only the lengths.'),
})

const librarySchema = z.object({ library: z.string(), spans: count, changed: count })

export const normalizationRunSchema = z.object({
  run_id: z.string(),
  state: z.enum(['waiting', 'running', 'cancelling', 'done', 'cancelled', 'failed']),
  is_dry_run: z.boolean(),
  reads_current: z.boolean(),
  range_start: moment,
  range_end: moment,
  normalizer_version: z.int(),
  requested_by: z.string(),
  created_at: moment,
  finished_at: moment.nullable(),
  spans_total: count,
  spans_read: count,
  spans_changed: count,
  traces_settled: count,
  columns: z.array(columnSchema),
  libraries: z.array(librarySchema),
  error: z.string(),
})

/** What changed most stands first. */
export function normalizationRunRow(run: NormalizationRun): z.infer<typeof normalizationRunSchema> {
  const { columns, libraries } = run.summary
  return {
    run_id: run.runId,
    state: run.state,
    is_dry_run: run.isDryRun,
    reads_current: run.readsCurrent,
    range_start: run.rangeStart.toISOString(),
    range_end: run.rangeEnd.toISOString(),
    normalizer_version: run.normalizerVersion,
    requested_by: run.requestedBy,
    created_at: run.createdAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
    spans_total: run.spansTotal,
    spans_read: run.spansRead,
    spans_changed: run.spansChanged,
    traces_settled: run.tracesSettled,
    columns: Object.entries(columns)
      .map(([column, { spans, sums, samples }]) => ({ column, spans, sums, samples: samples.map(sampleRow) }))
      .sort((a, b) => b.spans - a.spans || (a.column < b.column ? -1 : 1)),
    libraries: Object.entries(libraries)
      .map(([library, counts]) => ({ library, ...counts }))
      .sort((a, b) => b.changed - a.changed || b.spans - a.spans),
    error: run.error,
  }
}

function sampleRow({
  traceId,
  spanId,
  before,
  after,
}: {
  traceId: string
  spanId: string
  before: string
  after: string
}) {
  return { trace_id: traceId, span_id: spanId, before, after }
}
