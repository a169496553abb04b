import type { Logger } from '@pyflare/observe'
import { createPostgresBackend, Queue } from 'bullmq'
import type pg from 'pg'
import { quietErrorLog } from './error-log.ts'
import { type BullQueue, jobQueue } from './job-queue.ts'
import { startWorker } from './job-worker.ts'
import { JOB_NAMES, type JobName } from './jobs.ts'
import { openPostgresPool } from './postgres-pool.ts'
import type { JobQueue, JobWorker, Queues } from './queues.ts'
import { atMost } from './within.ts'

/** What carries the jobs. Redis will be a second kind; BullMQ hides the difference from everything else here. */
export type QueueBackend = { kind: 'postgres'; url: string }

export interface QueuesOptions {
  backend: QueueBackend
  logger: Logger
}

/** Rejects with `unavailable` when the backend does not answer. */
export async function openQueues({ backend, logger }: QueuesOptions): Promise<Queues> {
  const closing = new AbortController()
  const pool = await openPostgresPool(backend.url, logger, closing.signal)
  const bullQueues = new Map<JobName, BullQueue>()
  for (const name of JOB_NAMES)
    bullQueues.set(name, openBullQueue(name, pool, quietErrorLog(logger, `queue ${name}`, closing.signal)))
  const workers = new Set<JobWorker>()

  const queue = <Name extends JobName>(name: Name): JobQueue<Name> => {
    const bull = bullQueues.get(name)
    if (!bull) throw new Error(`There is no job named ${name}.`)
    return jobQueue(name, bull)
  }
  return {
    queue,
    add: (name, payload) => queue(name).add(payload),
    async work(name, handler, options) {
      const worker = await startWorker({ name, handler, pool, logger, closing: closing.signal, ...options })
      workers.add(worker)
      return worker
    },
    async close() {
      closing.abort()
      await Promise.all([...workers].map((worker) => worker.close(CLOSE_PATIENCE_MS)))
      await atMost(CLOSE_LIMIT_MS, Promise.allSettled([...bullQueues.values()].map((bull) => bull.close())))
      await atMost(CLOSE_LIMIT_MS, pool.end())
    },
  }
}

const CLOSE_PATIENCE_MS = 10_000
const CLOSE_LIMIT_MS = 2_000

function openBullQueue(name: JobName, pool: pg.Pool, onError: (error: Error) => void): BullQueue {
  const bull = new Queue(name, { connection: pool }, createPostgresBackend)
  bull.on('error', onError)
  return bull
}
