import { explainStoredSpan, type SettledOrigin, settledOrigins, versionsOf } from '@pyflare/domain'
import type { KnownSpan, TelemetryStore, TraceRow } from '@pyflare/telemetry-store'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { spanExplanationSchema } from '../schemas/explanation.ts'
import { spanId, traceId } from '../schemas/ids.ts'
import { procedure } from '../trpc.ts'

export const explainSpan = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/traces/{trace_id}/spans/{span_id}/explanation',
      summary: 'Say of each column of a span where it comes from',
      tags: ['Traces'],
    },
  })
  .input(z.object({ ...projectScope, trace_id: traceId, span_id: spanId }))
  .output(spanExplanationSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { trace_id, span_id } = input
    const known = await ctx.telemetry.normalization.readSpan(projectId, trace_id, span_id)
    if (known === undefined) {
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no span ${span_id} in the trace ${trace_id}.` })
    }
    const settled = { ...fromTrace(known, await ctx.telemetry.reader.getTrace(projectId, trace_id)), ...known.patch }
    const origins = await originsOf(ctx.telemetry, { projectId, traceId: trace_id, spanId: span_id, settled })
    const { span: row, reread } = known
    const { read, now } = versionsOf({ row, reread })
    const columns = explainStoredSpan({ row, reread, settled, origins })
    return {
      trace_id,
      span_id,
      dialects: listOf(reread?.dialects) ?? row.dialects,
      normalizer_version: read,
      current_version: now,
      repaired: reread?.normalize_repaired === undefined ? row.normalizeRepaired : reread.normalize_repaired === 'true',
      conflicts: listOf(reread?.normalize_conflict) ?? row.normalizeConflict,
      columns: columns.map(({ spanId: other, now: readNow, ...rest }) => ({
        ...rest,
        span_id: other ?? null,
        now: readNow ?? null,
      })),
    }
  })

/** What readers give to every span of a trace that does not say it itself. */
const OF_THE_TRACE = ['user_id', 'session_id', 'feature_id', 'team', 'environment', 'release', 'tags'] as const

function fromTrace({ span, reread }: KnownSpan, trace: TraceRow | undefined): Record<string, string> {
  if (trace === undefined) return {}
  const own: Record<(typeof OF_THE_TRACE)[number], string> = {
    user_id: span.userId,
    session_id: span.sessionId,
    feature_id: span.featureId,
    team: span.team,
    environment: span.environment === 'default' ? '' : span.environment,
    release: span.release,
    tags: span.tags.length === 0 ? '' : JSON.stringify(span.tags),
  }
  const inherited = OF_THE_TRACE.flatMap((column): [string, string][] => {
    const told = trace[column]
    const value = typeof told === 'string' ? told : told.length === 0 ? '' : JSON.stringify(told)
    const isUnnamed = column === 'environment' && value === 'default'
    return (reread?.[column] ?? own[column]) === '' && value !== '' && !isUnnamed ? [[column, value]] : []
  })
  return Object.fromEntries(inherited)
}

/** The other spans are read only where some of them may have told something. */
async function originsOf(
  { settlement }: TelemetryStore,
  {
    projectId,
    traceId,
    spanId,
    settled,
  }: { projectId: string; traceId: string; spanId: string; settled: Record<string, string> },
): Promise<Record<string, SettledOrigin>> {
  if (Object.keys(settled).length === 0) return {}
  const [input] = await settlement.read(projectId, [traceId])
  return input === undefined ? {} : settledOrigins(input, spanId, settled)
}

function listOf(text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as string[])
}
