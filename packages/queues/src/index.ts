/** Puts work into the job queues. Replaced by the real queues. */
export interface Queues {
  /** Adds a job; resolves with its id. Rejects with `invalid_argument` for a payload that does not fit. */
  add(name: 'retention.run', payload: { projectId: string }): Promise<string>
}
