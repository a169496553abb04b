import type { JobHandler } from '@pyflare/queues'
import type { Runtime } from '@pyflare/runtime'

/** Adds the day's retention of every project. When it fails half-way and runs again, jobs that wait already stay one. */
export function retentionDaily({ access, queues }: Pick<Runtime, 'access' | 'queues'>): JobHandler<'retention.daily'> {
  return async ({ signal }) => {
    for (const { projectId } of await access.projects.all()) {
      signal.throwIfAborted()
      await queues.add('retention.run', { projectId })
    }
  }
}
