import { z } from 'zod'
import { instrumentationFindings } from '../instrumentation/findings.ts'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { instrumentationSchema } from '../schemas/instrumentation.ts'
import { optionalRange, rangeOf } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const get = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/instrumentation',
      summary: 'Tell which libraries send, what they lack, and how to mend it',
      tags: ['Catalogue'],
    },
  })
  .input(z.object({ ...projectScope, ...optionalRange }))
  .output(instrumentationSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const found = await ctx.telemetry.reader.instrumentation({ projectId, ...rangeOf(input, ctx.now()) })
    return { ...found, findings: instrumentationFindings(found.libraries, found.services) }
  })

export const instrumentation = router({ get })
