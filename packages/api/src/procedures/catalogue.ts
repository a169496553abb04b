import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { modelListSchema, serviceListSchema } from '../schemas/catalogue.ts'
import { optionalRange, rangeOf } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const rangeInput = z.object({ ...projectScope, ...optionalRange })

const services = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/services', summary: 'List the services seen in a range', tags: ['Catalogue'] },
  })
  .input(rangeInput)
  .output(serviceListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    return { services: await ctx.telemetry.reader.listServices({ projectId, ...rangeOf(input, ctx.now()) }) }
  })

const models = procedure
  .meta({
    permission: 'telemetry:read',
    rest: { method: 'GET', path: '/models', summary: 'List the models called in a range', tags: ['Catalogue'] },
  })
  .input(rangeInput)
  .output(modelListSchema)
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    return { models: await ctx.telemetry.reader.listModels({ projectId, ...rangeOf(input, ctx.now()) }) }
  })

export const catalogue = router({ services, models })
