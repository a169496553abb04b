import { z } from 'zod'

/** Every kind of job: what it is told, and how it is tried again. */
export const JOBS = {
  /** Deletes the telemetry of one project that is older than it wants to keep. One at a time for each project. */
  'retention.run': {
    payload: z.strictObject({ projectId: z.string().min(1).max(100) }),
    attempts: 5,
    backoffMs: 30_000,
    onePer: (payload: { projectId: string }) => payload.projectId,
  },
  /** Adds a `retention.run` for every project. Scheduled. */
  'retention.daily': {
    payload: z.strictObject({}),
    attempts: 5,
    backoffMs: 60_000,
    onePer: () => 'all',
  },
  /** Reads a project's stored spans again, as a run in the control database says. It goes on where another attempt stopped. */
  'normalization.run': {
    payload: z.strictObject({ projectId: z.string().min(1).max(100), runId: z.string().min(1).max(100) }),
    attempts: 8,
    backoffMs: 10_000,
    onePer: (payload: { runId: string }) => payload.runId,
  },
} as const satisfies Record<string, JobDefinition>

interface JobDefinition {
  payload: z.ZodType
  attempts: number
  /** Pause before the second attempt; it doubles with each further one. */
  backoffMs: number
  /** While a job with the same answer waits or runs, another one is not added. */
  onePer: (payload: never) => string
}

export type JobName = keyof typeof JOBS
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['payload']>

export const JOB_NAMES = Object.keys(JOBS) as JobName[]
