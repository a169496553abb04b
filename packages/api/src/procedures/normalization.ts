import { NORMALIZER_VERSION } from '@pyflare/domain'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { normalizationRunRow, normalizationRunSchema } from '../schemas/normalization.ts'
import { openRangeOf, optionalRange, wholeRange } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const RUNS_SHOWN = 20

const runId = z.string().regex(/^nrm_[0-9a-z]{20}$/, 'That is no id of a run.')

const get = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object(projectScope))
  .output(
    z.object({
      current_version: z.int(),
      versions: z.array(z.object({ version: z.int(), spans: z.number() })),
      runs: z.array(normalizationRunSchema),
    }),
  )
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const nanos = (date: Date) => BigInt(date.getTime()) * 1_000_000n
    const { startTime, endTime } = wholeRange(ctx.now())
    const everything = { startTimeNs: nanos(startTime), endTimeNs: nanos(endTime) }
    const [versions, runs] = await Promise.all([
      ctx.telemetry.normalization.versions({ projectId, ...everything }),
      ctx.access.normalizationRuns.list(projectId, RUNS_SHOWN),
    ])
    return { current_version: NORMALIZER_VERSION, versions, runs: runs.map(normalizationRunRow) }
  })

const run = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object({ ...projectScope, run_id: runId }))
  .output(normalizationRunSchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.access.normalizationRuns.get(await resolveProjectId(ctx, input.project_id), input.run_id)
    if (found === undefined)
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no run ${input.run_id} in this project.` })
    return normalizationRunRow(found)
  })

const start = procedure
  .meta({ permission: 'project:write' })
  .input(
    z.object({
      ...projectScope,
      ...optionalRange,
      dry_run: z.boolean().describe('Changes nothing, only says what would change.'),
      reads_current: z.boolean().default(false).describe('Also spans that the current rules have read.'),
    }),
  )
  .output(z.object({ run_id: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { normalizationRuns } = ctx.access
    const whole = wholeRange(ctx.now())
    const { startTime = whole.startTime, endTime = whole.endTime } = openRangeOf(input, ctx.now())
    const { runId: id } = await normalizationRuns.create({
      projectId,
      isDryRun: input.dry_run,
      readsCurrent: input.reads_current,
      rangeStart: startTime,
      rangeEnd: endTime,
      normalizerVersion: NORMALIZER_VERSION,
      requestedBy: ctx.caller.kind === 'person' ? ctx.caller.person.email : '',
    })
    try {
      await ctx.queues.add('normalization.run', { projectId, runId: id })
    } catch (error) {
      await normalizationRuns.finish(id, 'failed', 'It could not be queued.')
      throw error
    }
    return { run_id: id }
  })

const cancel = procedure
  .meta({ permission: 'project:write' })
  .input(z.object({ ...projectScope, run_id: runId }))
  .output(z.object({ run_id: z.string() }))
  .mutation(async ({ ctx, input }) => {
    await ctx.access.normalizationRuns.cancel(await resolveProjectId(ctx, input.project_id), input.run_id)
    return { run_id: input.run_id }
  })

export const normalization = router({ get, run, start, cancel })
