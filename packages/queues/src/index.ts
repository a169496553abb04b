export type { JobName, JobPayload } from './jobs.ts'
export { openQueues, type QueueBackend, type QueuesOptions } from './open-queues.ts'
export * from './queues.ts'
