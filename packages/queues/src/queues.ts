import type { JobName, JobPayload } from './jobs.ts'

/** Work that is done later, by whichever process works on it; kept by the backend until it is done. */
export interface Queues {
  /** The same as `queue(name).add(payload)`. */
  add<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<string>
  queue<Name extends JobName>(name: Name): JobQueue<Name>
  /**
   * Works on jobs of a kind until the worker is closed. A handler that rejects is tried again, later and later, as the job's
   * kind says; a process that dies is replaced by another one within a minute. So a handler may see a job more than once.
   */
  work<Name extends JobName>(name: Name, handler: JobHandler<Name>, options: WorkOptions): Promise<JobWorker>
  /** Stops the workers and closes the connections. Close it before the database that serves it. */
  close(): Promise<void>
}

export interface JobQueue<Name extends JobName> {
  /**
   * Resolves with the job's id; the id of the one that waits or runs already, where a kind has one at a time.
   * Rejects with `invalid_argument` for a payload that does not fit, `unavailable` when it is not taken within 5 seconds.
   */
  add(payload: JobPayload<Name>): Promise<string>
  /**
   * Adds such a job whenever `cron` (five fields, UTC) says so. Every process may say it again: the schedule stays as it is
   * unless it differs. A time that passed while nobody worked is made up for once.
   */
  schedule(cron: string, payload: JobPayload<Name>): Promise<void>
  counts(): Promise<JobCounts>
}

export interface JobCounts {
  waiting: number
  active: number
  /** Waiting for another attempt, or for the next time of a schedule. */
  delayed: number
  failed: number
  completed: number
}

export type JobHandler<Name extends JobName> = (job: {
  id: string
  payload: JobPayload<Name>
  /** 1 for the first. */
  attempt: number
  /** When this attempt rejects there is no further one. */
  isLastAttempt: boolean
  /** Aborted when the process can't wait for the job any longer. */
  signal: AbortSignal
}) => Promise<void>

export interface WorkOptions {
  /** Jobs at once in this process. */
  concurrency: number
}

export interface JobWorker {
  /** Takes no more jobs and waits for those that run, `patienceMs` at most; then they are aborted and left to another process. */
  close(patienceMs: number): Promise<void>
}
