import { PyflareError } from '@pyflare/observe'
import { diskError } from './disk-error.ts'
import type { Retention } from './retention.ts'

/** Bytes that may wait for a slow disk before more are refused: they are the callers' memory. */
const WAITING_LIMIT_BYTES = 256 * 1024 * 1024
const SLOW_RETRY_AFTER_MS = 1_000
const FULL_RETRY_AFTER_MS = 5_000

export interface LogRoomOptions {
  dir: string
  maxTotalBytes: number
  /** Bytes of all segments, and bytes that wait to be written. */
  usage: () => { storedBytes: number; waitingBytes: number }
  retention: Retention
}

/** Lets an append begin only when its bytes fit into the log, deleting what is consumed where that is needed. */
export class LogRoom {
  #waiting = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: LogRoomOptions) {}

  /** Runs `write`, which must count as waiting at once, when `bytes` fit. In the order of calls. Rejects with `log_full`. */
  async use(bytes: number, write: () => Promise<void>): Promise<void> {
    const { waitingBytes } = this.options.usage()
    if (waitingBytes > 0 && waitingBytes + bytes > WAITING_LIMIT_BYTES) {
      throw new PyflareError('log_full', `The disk is too slow: ${waitingBytes} bytes wait to be written.`, {
        retryAfterMs: SLOW_RETRY_AFTER_MS,
      })
    }
    if (this.#waiting === 0 && this.#missing(bytes) <= 0) return write()
    // The write is wrapped, so that the next in line need not wait for it.
    const started = await this.#inTurn(async () => {
      await this.#makeRoom(bytes)
      return { done: write() }
    })
    return started.done
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++
    const turn = this.#turn.then(work, work)
    this.#turn = turn
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    const { retention, dir, maxTotalBytes } = this.options
    if (bytes > maxTotalBytes) {
      throw new PyflareError('payload_too_large', `An append of ${bytes} bytes is larger than the event log in ${dir}.`)
    }
    const missing = this.#missing(bytes)
    if (missing > 0) {
      await retention.reclaim(missing).catch((error: unknown) => {
        throw diskError(error, 'making room in the event log')
      })
    }
    if (this.#missing(bytes) <= 0) return
    const blockers = retention.blockers()
    const why = blockers === '' ? 'Nothing in it may be deleted yet' : `Consumers are behind: ${blockers}`
    throw new PyflareError('log_full', `The event log in ${dir} is full (${maxTotalBytes} bytes). ${why}.`, {
      retryAfterMs: FULL_RETRY_AFTER_MS,
    })
  }

  #missing(bytes: number): number {
    const { storedBytes, waitingBytes } = this.options.usage()
    return storedBytes + waitingBytes + bytes - this.options.maxTotalBytes
  }
}
