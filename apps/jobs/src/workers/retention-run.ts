import type { RetentionDays, RetentionRun } from '@pyflare/access'
import { PyflareError } from '@pyflare/observe'
import type { JobHandler } from '@pyflare/queues'
import type { Runtime } from '@pyflare/runtime'
import type { RetentionCutoffs } from '@pyflare/telemetry-store'

const DAY_MS = 86_400_000

/** Deletes what one project no longer wants to keep, and writes down what went. Running it twice deletes nothing more. */
export function retentionRun({
  access,
  telemetry,
  logger,
}: Pick<Runtime, 'access' | 'telemetry' | 'logger'>): JobHandler<'retention.run'> {
  return async ({ payload: { projectId }, isLastAttempt }) => {
    const project = await access.projects.get(projectId)
    // Deleted since the job was added: its telemetry goes with it, by another job.
    if (!project) return
    const startedAt = new Date()
    const record = (outcome: Pick<RetentionRun, 'deleted' | 'error'>) =>
      access.projects.recordRetentionRun({ projectId, startedAt, finishedAt: new Date(), ...outcome })
    let deleted: Record<string, number>
    try {
      deleted = await telemetry.maintenance.deleteExpired(projectId, cutoffs(project.retention, startedAt))
    } catch (error) {
      if (isLastAttempt) await record({ deleted: {}, error: reasonOf(error) })
      throw error
    }
    await record({ deleted, error: '' })
    logger.info({ projectId, deleted }, 'Old telemetry was deleted.')
  }
}

/** The moments before which telemetry goes. */
function cutoffs(days: RetentionDays, now: Date): RetentionCutoffs {
  const before = (count: number) => new Date(now.getTime() - count * DAY_MS)
  return { traces: before(days.traces), metrics: before(days.metrics), logs: before(days.logs) }
}

/** Our own messages may be shown to people; others may hold anything. */
function reasonOf(error: unknown): string {
  return error instanceof PyflareError ? error.message : 'Something unexpected happened: the log of the jobs says more.'
}
