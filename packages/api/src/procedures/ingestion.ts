import type { ProjectKeyInfo } from '@pyflare/access'
import type { IntakeReport, IntakeSource } from '@pyflare/telemetry-store'
import { z } from 'zod'
import { projectScope, resolveProjectId } from '../project-scope.ts'
import { type Ingestion, ingestionSchema } from '../schemas/ingestion.ts'
import { optionalRange, rangeOf } from '../schemas/time.ts'
import { procedure, router } from '../trpc.ts'

const DAY_MS = 86_400_000
/** How long a key may be silent and still be asked after. */
const REMEMBERED_MS = 30 * DAY_MS
const MOST_BUCKETS = 60
/** Counts are kept by the minute. */
const STEPS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400]

const get = procedure
  .meta({
    permission: 'telemetry:read',
    rest: {
      method: 'GET',
      path: '/ingestion',
      summary:
        'Tell what became of what clients sent: accepted, rejected and why, late, and how far behind the store is',
      tags: ['Ingestion'],
    },
  })
  .input(
    z.object({ ...projectScope, ...optionalRange, signal: z.enum(['traces', 'metrics', 'logs']).default('traces') }),
  )
  .output(ingestionSchema)
  .query(async ({ ctx, input }): Promise<Ingestion> => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const { signal } = input
    const range = rangeOf(input, ctx.now())
    const bucketSeconds = bucketOf(range)
    const { reader } = ctx.telemetry
    const before = { startTime: new Date(range.endTime.getTime() - REMEMBERED_MS), endTime: range.endTime }
    const [report, remembered, keys, lag] = await Promise.all([
      reader.intake({ projectId, ...range, signal, bucketSeconds }),
      reader.intake({ projectId, ...before, signal, bucketSeconds: 86_400 }),
      ctx.access.keys.list(projectId),
      ctx.installation.writeLag(),
    ])
    return {
      ...report,
      signal,
      bucket_seconds: bucketSeconds,
      behind: lag === undefined ? null : { messages: lag.messages, age_ms: lag.ageMs },
      sources: sourcesOf(report, remembered, keys),
    }
  })

/** The keys that sent something, and those that could have: silent ones too. */
function sourcesOf(
  report: IntakeReport,
  remembered: IntakeReport,
  keys: readonly ProjectKeyInfo[],
): Ingestion['sources'] {
  const named = new Map(keys.map((key) => [key.keyId, key]))
  const silent = keys.filter(
    ({ keyId, scopes }) => scopes.includes('ingest') && !report.sources.some(({ key_id }) => key_id === keyId),
  )
  const of = (keyId: string) => remembered.sources.find(({ key_id }) => key_id === keyId)
  const quiet = silent.map(({ keyId }): IntakeSource => {
    const { clients = [], last_at = null } = of(keyId) ?? {}
    return { ...NOTHING, key_id: keyId, clients, last_at }
  })
  return [...report.sources, ...quiet].map((source) => {
    const { name = null, prefix = null } = named.get(source.key_id) ?? {}
    return { ...source, key_name: name, key_prefix: prefix }
  })
}

const NOTHING = {
  ...{ accepted: 0, late: 0, repaired: 0, sampled_out: 0, rejected: 0, stored: 0 },
  ...{ requests: 0, refused_requests: 0, repeated_requests: 0, received_bytes: 0, visible_after_ms: null },
}

function bucketOf({ startTime, endTime }: { startTime: Date; endTime: Date }): number {
  const ideal = (endTime.getTime() - startTime.getTime()) / 1000 / MOST_BUCKETS
  const day = DAY_MS / 1000
  return STEPS.find((step) => step >= ideal) ?? Math.ceil(ideal / day) * day
}

const HOUR_MS = 3_600_000

/** What of the last hour was not kept: for a line on the pages that show what was. */
const lost = procedure
  .meta({ permission: 'telemetry:read' })
  .input(z.object(projectScope))
  .output(
    z.object({
      rejected: z.int(),
      refused_requests: z.int(),
      set_aside: z.int(),
      reason: z.string().nullable().describe('The most frequent one.'),
    }),
  )
  .query(async ({ ctx, input }) => {
    const projectId = await resolveProjectId(ctx, input.project_id)
    const endTime = ctx.now()
    const range = { startTime: new Date(endTime.getTime() - HOUR_MS), endTime }
    const { rejected, refused_requests, set_aside, reasons } = await ctx.telemetry.reader.intake({
      ...{ projectId, ...range, bucketSeconds: HOUR_MS / 1000 },
    })
    const worst = reasons.find(({ outcome }) => outcome !== 'repaired')
    return { rejected, refused_requests, set_aside, reason: worst?.reason ?? null }
  })

export const ingestion = router({ get, lost })
