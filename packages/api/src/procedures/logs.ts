import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { logListSchema } from '../schemas/log.ts'
import { dateOf, optionalRange } from '../schemas/time.ts'
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
      trace_id: z
        .string()
        .regex(/^[0-9a-f]{32}$/i)
        .optional(),
      span_id: z
        .string()
        .regex(/^[0-9a-f]{16}$/i)
        .optional(),
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
      startTime: dateOf(input.start_time),
      endTime: dateOf(input.end_time),
      service: input.service,
      environment: input.environment,
      traceId: input.trace_id?.toLowerCase(),
      spanId: input.span_id?.toLowerCase(),
      minSeverity: input.min_severity,
      text: input.text === '' ? undefined : input.text,
      limit: input.limit,
      cursor: input.cursor,
    })
    return { logs: page.rows, next_cursor: page.nextCursor ?? null }
  })

export const logs = router({ list })
