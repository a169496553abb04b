import type { Service } from '@pyflare/observe'
import type { JobWorker } from '@pyflare/queues'
import type { Runtime } from '@pyflare/runtime'
import { normalizationRun } from './workers/normalization-run.ts'
import { retentionDaily } from './workers/retention-daily.ts'
import { retentionRun } from './workers/retention-run.ts'

/** How long running jobs may take when the process ends; then they are aborted, and another process repeats them. */
const STOP_PATIENCE_MS = 20_000

/** Runs queued and scheduled work. Needs no log: what is to be settled it notes in the store. */
export function createJobsService(runtime: Omit<Runtime, 'eventLog'>): Service {
  const { queues } = runtime
  let workers: JobWorker[] = []
  return {
    name: 'jobs',
    async start() {
      workers = await Promise.all([
        queues.work('retention.run', retentionRun(runtime), { concurrency: 2 }),
        queues.work('retention.daily', retentionDaily(runtime), { concurrency: 1 }),
        queues.work('normalization.run', normalizationRun(runtime), { concurrency: 1 }),
      ])
      await queues.queue('retention.daily').schedule('17 3 * * *', {})
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.close(STOP_PATIENCE_MS)))
    },
  }
}
