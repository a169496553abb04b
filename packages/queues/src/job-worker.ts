import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import { createPostgresBackend, type Job, UnrecoverableError, Worker } from 'bullmq'
import type pg from 'pg'
import { quietErrorLog } from './error-log.ts'
import { validPayload } from './job-queue.ts'
import type { JobName } from './jobs.ts'
import type { JobHandler, JobWorker, WorkOptions } from './queues.ts'
import { atMost } from './within.ts'

interface WorkerParts<Name extends JobName> extends WorkOptions {
  name: Name
  handler: JobHandler<Name>
  pool: pg.Pool
  logger: Logger
  /** Aborted when the queues are being closed. */
  closing: AbortSignal
}

/** Rejects with `unavailable` when the backend does not answer. */
export async function startWorker<Name extends JobName>(parts: WorkerParts<Name>): Promise<JobWorker> {
  const { name, concurrency, pool, logger, closing } = parts
  const worker = new Worker(
    name,
    // BullMQ hands its signal to functions of three parameters only.
    (job, _token, signal) => runJob(parts, job, signal),
    {
      connection: pool,
      concurrency,
      lockDuration: 30_000,
      stalledInterval: 15_000,
      // A job is lost to a dying process as often as the process is restarted during it.
      maxStalledCount: 5,
      runRetryDelay: 1_000,
    },
    createPostgresBackend,
  )
  worker.on('error', quietErrorLog(logger, `worker of ${name}`, closing))
  worker.on('failed', (job, error) => {
    logger.warn({ job: name, id: job?.id, attempt: job?.attemptsMade, err: error }, 'A job failed.')
  })
  try {
    await worker.waitUntilReady()
  } catch (cause) {
    await worker.close(true)
    throw new PyflareError('unavailable', `The worker of ${name} could not start: the job queue does not answer.`, {
      cause,
    })
  }
  return { close: (patienceMs) => closeWorker(worker, patienceMs) }
}

async function runJob<Name extends JobName>(
  { name, handler }: WorkerParts<Name>,
  job: Job,
  signal: AbortSignal | undefined,
): Promise<void> {
  const attempt = job.attemptsMade + 1
  try {
    await handler({
      id: job.id ?? '',
      payload: validPayload(name, job.data),
      attempt,
      isLastAttempt: attempt >= (job.opts.attempts ?? 1),
      signal: signal ?? new AbortController().signal,
    })
  } catch (error) {
    // What is wrong with the job itself does not get better by waiting.
    if (errorCode(error) === 'invalid_argument') throw new UnrecoverableError((error as Error).message)
    throw error
  }
}

/** A handler that does not listen to its signal is left behind: its job is taken up by another process. */
const ABORT_PATIENCE_MS = 2_000

type Closable = Pick<Worker, 'close' | 'cancelAllJobs'>

async function closeWorker(worker: Closable, patienceMs: number): Promise<void> {
  const timer = setTimeout(() => worker.cancelAllJobs('The process is ending.'), patienceMs)
  try {
    await atMost(patienceMs + ABORT_PATIENCE_MS, worker.close())
  } finally {
    clearTimeout(timer)
  }
}
