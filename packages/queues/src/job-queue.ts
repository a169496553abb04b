import { PyflareError } from '@pyflare/observe'
import type { JobsOptions, PostgresConnectionOptions, PostgresQueueBackend, Queue } from 'bullmq'
import { JOBS, type JobName, type JobPayload } from './jobs.ts'
import type { JobQueue } from './queues.ts'
import { within } from './within.ts'

// biome-ignore lint/suspicious/noExplicitAny: BullMQ's own default for the data of jobs whose kinds are told apart by name.
export type BullQueue = Queue<any, any, string, any, any, string, PostgresQueueBackend, PostgresConnectionOptions>

const ADD_LIMIT_MS = 5_000
const DAY_SECONDS = 86_400

export function jobQueue<Name extends JobName>(name: Name, bull: BullQueue): JobQueue<Name> {
  return {
    async add(payload) {
      const data = validPayload(name, payload)
      const onePer = JOBS[name].onePer as (payload: JobPayload<Name>) => string
      const options: JobsOptions = { ...lifeOf(name), deduplication: { id: onePer(data) } }
      const job = await within(ADD_LIMIT_MS, `Adding a job (${name})`, bull.add(name, data, options))
      if (job.id === undefined) throw new PyflareError('internal', `The queue ${name} gave a job no id.`)
      return job.id
    },
    async schedule(cron, payload) {
      const data = validPayload(name, payload)
      const work = async () => {
        const existing = await bull.getJobScheduler(name)
        // Saying it again would move the next time into the future, also when that time has passed unserved.
        if (existing?.pattern === cron && JSON.stringify(existing.template?.data) === JSON.stringify(data)) return
        await bull.upsertJobScheduler(name, { pattern: cron, tz: 'UTC' }, { name, data, opts: lifeOf(name) })
      }
      await within(ADD_LIMIT_MS, `Scheduling a job (${name})`, work())
    },
    async counts() {
      const counts = await within(ADD_LIMIT_MS, `Counting jobs (${name})`, bull.getJobCounts())
      const of = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
      return {
        waiting: of('waiting', 'wait', 'prioritized', 'paused'),
        active: of('active'),
        delayed: of('delayed'),
        failed: of('failed'),
        completed: of('completed'),
      }
    },
  }
}

/** The payload as its schema reads it. Rejects with `invalid_argument`. */
export function validPayload<Name extends JobName>(name: Name, payload: unknown): JobPayload<Name> {
  const parsed = JOBS[name].payload.safeParse(payload)
  if (parsed.success) return parsed.data as JobPayload<Name>
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`)
  throw new PyflareError('invalid_argument', `A job of the kind ${name} can't be added like this: ${faults.join('; ')}`)
}

/** How often it is tried, and how long it is remembered when it is over: in number and in age, so that nothing grows. */
function lifeOf(name: JobName) {
  const { attempts, backoffMs } = JOBS[name]
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    removeOnComplete: { count: 1_000, age: DAY_SECONDS },
    removeOnFail: { count: 1_000, age: 14 * DAY_SECONDS },
  }
}
