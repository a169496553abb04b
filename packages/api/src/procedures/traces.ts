import type { TraceFilter } from '@pyflare/telemetry-store'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { evaluationListSchema } from '../schemas/evaluation.ts'
import { traceId } from '../schemas/ids.ts'
import { logListSchema } from '../schemas/log.ts'
import { spanListSchema } from '../schemas/span.ts'
import { openRangeOf, optionalRange } from '../schemas/time.ts'
import { timeBucketSchema, traceDetailSchema, traceListSchema } from '../schemas/trace.ts'
import { procedure, router } from '../trpc.ts'
import { explainSpan } from './explain-span.ts'

const name = z.string().max(512)
const MOST_EVALUATIONS = 100
const cursor = z.string().max(2048).optional().describe('`next_cursor` of the page before.')

const MODEL_MEANING =
  'Traces of which a call that counts is of this model: those that the model is billed for, as /models lists them. A model that only another telling of a call, an agent or a sum names finds none.'

const filterInput = {
  ...projectScope,
  ...optionalRange,
  service: name.optional(),
  model_id: name.optional().describe(MODEL_MEANING),
  status: z.enum(['ok', 'error']).optional(),
  name: name.optional().describe('Name of the root span.'),
  environment: name.optional(),
  user_id: name.optional(),
  session_id: name.optional(),
  release: name.optional(),
  tag: name.optional(),
  min_duration_ms: z.number().nonnegative().optional(),
  max_duration_ms: z.number().nonnegative().optional(),
  min_cost_usd: z.number().nonnegative().optional(),
  text: z.string().max(1000).optional().describe('Searched in input and output of the spans, letter case ignored.'),
}

const filterSchema = z.object(filterInput)

function filterOf(input: z.infer<typeof filterSchema>, projectId: string, now: Date): TraceFilter {
  return {
    projectId,
    ...openRangeOf(input, now),
    service: input.service,
    model: input.model_id,
    status: input.status,
    name: input.name,
    environment: input.environment,
    userId: input.user_id,
    sessionId: input.session_id,
    release: input.release,
    tag: input.tag,
    minDurationMs: input.min_duration_ms,
    maxDurationMs: input.max_duration_ms,
    minCostUsd: input.min_cost_usd,
    text: input.text,
  }
}

const list = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/traces', summary: 'List traces, newest first', tags: ['Traces'] },
  })
  .input(
    z.object({
      ...filterInput,
      sort: z.enum(['start_time', 'duration', 'cost', 'tokens']).default('start_time'),
      limit: z.int().min(1).max(1000).default(100),
      cursor,
      offset: z.int().min(0).max(1_000_000).optional().describe('Skips rows. `cursor` is faster and does not shift.'),
    }),
  )
  .output(traceListSchema)
  .query(async ({ ctx, input }) => {
    if (input.cursor !== undefined && input.offset !== undefined) {
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'Give either cursor or offset, not both.' })
    }
    const projectId = await resolveProjectId(ctx, input.project_id)
    const page = await ctx.telemetry.reader.listTraces({
      ...filterOf(input, projectId, ctx.now()),
      sort: input.sort,
      limit: input.limit,
      cursor: input.cursor,
      offset: input.offset,
    })
    return { traces: page.rows, next_cursor: page.nextCursor ?? null }
  })

const count = procedure
  .meta({ permission: 'telemetry:read' })
  .input(filterSchema)
  .output(z.object({ count: z.int(), capped: z.boolean() }))
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const total = await ctx.telemetry.reader.countTraces(filterOf(input, projectId, ctx.now()))
    return { count: total, capped: total >= 100_000 }
  })

const histogram = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object({ ...filterInput, buckets: z.int().min(1).max(500).default(96) }))
  .output(z.object({ buckets: z.array(timeBucketSchema) }))
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const filter = filterOf(input, projectId, ctx.now())
    return { buckets: await ctx.telemetry.reader.traceHistogram({ ...filter, buckets: input.buckets }) }
  })

const get = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/traces/{trace_id}', summary: 'Get trace by ID', tags: ['Traces'] },
  })
  .input(z.object({ ...projectScope, trace_id: traceId }))
  .output(traceDetailSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const id = input.trace_id
    const { reader } = ctx.telemetry
    const [trace, ofTrace] = await Promise.all([
      reader.getTraceDetail(projectId, id),
      reader.listEvaluations({ projectId, traceId: id, spanId: '', limit: MOST_EVALUATIONS }),
    ])
    if (trace === undefined)
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no trace ${id} in this project.` })
    const { session_id: sessionId } = trace
    const ofSession =
      sessionId === '' ? [] : (await reader.listEvaluations({ projectId, sessionId, limit: MOST_EVALUATIONS })).rows
    return { ...trace, evaluations: [...ofTrace.rows, ...ofSession] }
  })

const pageInput = (defaultLimit: number) =>
  z.object({ ...projectScope, trace_id: traceId, limit: z.int().min(1).max(10_000).default(defaultLimit), cursor })

const spans = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/traces/{trace_id}/spans',
      summary: 'Get all spans for a trace, by start',
      tags: ['Traces'],
      unwrap: 'spans',
    },
  })
  .input(pageInput(10_000))
  .output(spanListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { trace_id, limit, cursor } = input
    const page = await ctx.telemetry.reader.listSpans({ projectId, traceId: trace_id, limit, cursor })
    if (page.rows.length === 0 && cursor === undefined) {
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no trace ${trace_id} in this project.` })
    }
    return { spans: page.rows, next_cursor: page.nextCursor ?? null }
  })

const evaluations = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/traces/{trace_id}/evaluations',
      summary: 'Get the evaluations of a trace, its spans and its responses, newest first',
      tags: ['Traces', 'Evaluations'],
    },
  })
  .input(pageInput(1000))
  .output(evaluationListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { trace_id, limit, cursor } = input
    const page = await ctx.telemetry.reader.listEvaluations({ projectId, traceId: trace_id, limit, cursor })
    return { evaluations: page.rows, next_cursor: page.nextCursor ?? null }
  })

const logs = procedure
  .meta({ permission: 'telemetry:read' })
  .input(pageInput(500))
  .output(logListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { trace_id, limit, cursor } = input
    const page = await ctx.telemetry.reader.listTraceLogs({ projectId, traceId: trace_id, limit, cursor })
    return { logs: page.rows, next_cursor: page.nextCursor ?? null }
  })

export const traces = router({ list, count, histogram, get, spans, evaluations, explainSpan, logs })
