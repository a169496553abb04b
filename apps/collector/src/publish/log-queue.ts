import { PyflareError } from '@pyflare/observe'

const RETRY_AFTER_MS = 1000

/**
 * The records that wait for the log: handed to it, and not durable yet. Where the log is slow their number would grow with every
 * request that comes; beyond `maxRecords` clients are asked to come back later.
 */
export class LogQueue {
  #waiting = 0

  constructor(private readonly maxRecords: number) {}

  /** Throws `resource_exhausted` where nothing more may wait: asked before a request is worked on for nothing. */
  checkRoom(): void {
    if (this.#waiting >= this.maxRecords) throw this.#full()
  }

  /**
   * Runs an append of so many records. Rejects with `resource_exhausted`, and does not run it, where they have no room; where
   * nothing else waits any number has room, for a large request would else never be accepted. Rejects as the append does.
   */
  async append(records: number, run: () => Promise<void>): Promise<void> {
    if (this.#waiting > 0 && this.#waiting + records > this.maxRecords) throw this.#full()
    this.#waiting += records
    try {
      await run()
    } finally {
      this.#waiting -= records
    }
  }

  #full(): PyflareError {
    return new PyflareError(
      'resource_exhausted',
      `${this.#waiting} records wait for the log, and ${this.maxRecords} may (collector.batcher.max_queue_size). Send again later.`,
      { retryAfterMs: RETRY_AFTER_MS },
    )
  }
}
