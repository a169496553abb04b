import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { evaluationListSchema } from '../schemas/evaluation.ts'
import { openRangeOf, optionalRange } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const list = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/evaluations', summary: 'List evaluations, newest first', tags: ['Evaluations'] },
  })
  .input(
    z.object({
      ...projectScope,
      ...optionalRange,
      name: z.string().max(1024).optional(),
      session_id: z.string().max(1024).optional().describe('Of the session as a whole.'),
      limit: z.int().min(1).max(1000).default(100),
      cursor: z.string().max(2048).optional().describe('`next_cursor` of the page before.'),
    }),
  )
  .output(evaluationListSchema)
  .query(async ({ ctx, input }) => {
    const page = await ctx.telemetry.reader.listEvaluations({
      projectId: await resolveProjectId(ctx, input.project_id),
      ...openRangeOf(input, ctx.now()),
      name: input.name,
      sessionId: input.session_id,
      limit: input.limit,
      cursor: input.cursor,
    })
    return { evaluations: page.rows, next_cursor: page.nextCursor ?? null }
  })

export const evaluations = router({ list })
