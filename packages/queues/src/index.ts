export type Queues = Record<string, never>
