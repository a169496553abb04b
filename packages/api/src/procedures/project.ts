import { z } from 'zod'
import { projectScope, resolveProject, resolveProjectId } from '../project-scope.ts'
import { procedure, router } from '../trpc.ts'

const days = z.int().min(1).max(3650)
const retentionSchema = z.object({ traces: days, metrics: days, logs: days })

const retentionRunSchema = z.object({
  started_at: z.string(),
  finished_at: z.string(),
  deleted: z.record(z.string(), z.number()),
  error: z.string(),
})

const usageSchema = z.object({ table: z.string(), rows: z.number(), oldest: z.string().nullable() })

const get = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object(projectScope))
  .output(
    z.object({
      project_id: z.string(),
      name: z.string(),
      organization_name: z.string(),
      retention: retentionSchema,
      retention_runs: z.array(retentionRunSchema),
      usage: z.array(usageSchema),
    }),
  )
  .query(async ({ ctx, input }) => {
    const project = await resolveProject(ctx, input.project_id)
    const [runs, usage] = await Promise.all([
      ctx.access.projects.retentionRuns(project.projectId, 10),
      ctx.telemetry.maintenance.usage(project.projectId),
    ])
    return {
      project_id: project.projectId,
      name: project.name,
      organization_name: project.organizationName,
      retention: project.retention,
      retention_runs: runs.map((run) => ({
        started_at: run.startedAt.toISOString(),
        finished_at: run.finishedAt.toISOString(),
        deleted: run.deleted,
        error: run.error,
      })),
      usage,
    }
  })

const setRetention = procedure
  .meta({ permission: 'project:write' })
  .input(z.object({ ...projectScope, retention: retentionSchema }))
  .output(z.object({ retention: retentionSchema }))
  .mutation(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    await ctx.access.projects.setRetention(projectId, input.retention)
    return { retention: input.retention }
  })

const runRetention = procedure
  .meta({ permission: 'project:write' })
  .input(z.object(projectScope))
  .output(z.object({ job_id: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    return { job_id: await ctx.queues.add('retention.run', { projectId }) }
  })

export const project = router({ get, setRetention, runRetention })
