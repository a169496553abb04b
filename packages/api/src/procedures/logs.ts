import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { spanId, traceId } from '../schemas/ids.ts'
import { logListSchema } from '../schemas/log.ts'
import { openRangeOf, optionalRange } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const name = z.string().max(512)

const list = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/logs', summary: 'List log records, newest first', tags: ['Logs'] },
  })
  .input(
    z.object({
      ...projectScope,
      ...optionalRange,
      service: name.optional(),
      environment: name.optional(),
      trace_id: traceId.optional(),
      span_id: spanId.optional(),
      min_severity: z
        .int()
        .min(1)
        .max(24)
        .optional()
        .describe('OpenTelemetry severity number: 9 is INFO, 17 is ERROR.'),
      text: z.string().max(1000).optional().describe('Searched in the body, letter case ignored.'),
      limit: z.int().min(1).max(1000).default(100),
      cursor: z.string().max(2048).optional(),
    }),
  )
  .output(logListSchema)
  .query(async ({ ctx, input }) => {
    const page = await ctx.telemetry.reader.listLogs({
      projectId: await resolveProjectId(ctx, input.project_id),
      ...openRangeOf(input, ctx.now()),
      service: input.service,
      environment: input.environment,
      traceId: input.trace_id,
      spanId: input.span_id,
      minSeverity: input.min_severity,
      text: input.text,
      limit: input.limit,
      cursor: input.cursor,
    })
    return { logs: page.rows, next_cursor: page.nextCursor ?? null }
  })

export const logs = router({ list })
