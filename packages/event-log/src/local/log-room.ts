import { errorCode, PyflareError } from '@pyflare/observe'
import { diskError } from './disk-error.ts'
import { DiskSpace } from './disk-space.ts'
import type { Retention } from './retention.ts'

/** Bytes that may wait for a slow disk before more are refused: they are the callers' memory. */
const WAITING_LIMIT_BYTES = 256 * 1024 * 1024
const SLOW_RETRY_AFTER_MS = 1_000
const FULL_RETRY_AFTER_MS = 5_000

export interface LogRoomOptions {
  dir: string
  maxTotalBytes: number
  /** What must stay free on the disk: consumers have to commit before segments can go. */
  leastFreeBytes: number
  /** Bytes of all segments, and bytes that wait to be written. */
  usage: () => { storedBytes: number; waitingBytes: number }
  retention: Retention
}

/** Lets an append begin only when its bytes fit into the log, deleting what is consumed where that is needed. */
export class LogRoom {
  readonly #disk: DiskSpace
  #waiting = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: LogRoomOptions) {
    this.#disk = new DiskSpace(options.dir, options.leastFreeBytes)
  }

  /** Runs `write`, which must count as waiting at once, when `bytes` fit. In the order of calls. Rejects with `log_full`. */
  async use(bytes: number, write: () => Promise<void>): Promise<void> {
    const { waitingBytes } = this.options.usage()
    if (waitingBytes > 0 && waitingBytes + bytes > WAITING_LIMIT_BYTES) {
      throw new PyflareError('log_full', `The disk is too slow: ${waitingBytes} bytes wait to be written.`, {
        retryAfterMs: SLOW_RETRY_AFTER_MS,
      })
    }
    if (this.#waiting === 0 && this.#missing(bytes) <= 0) return this.#write(bytes, write)
    // The write is wrapped, so that the next in line need not wait for it.
    const started = await this.#inTurn(async () => {
      await this.#makeRoom(bytes)
      return { done: this.#write(bytes, write) }
    })
    return started.done
  }

  async #write(bytes: number, write: () => Promise<void>): Promise<void> {
    this.#disk.take(bytes)
    try {
      await write()
    } catch (error) {
      // The disk is fuller than it was known to be: the next append has to look.
      if (errorCode(error) === 'log_full') await this.#disk.refresh()
      throw error
    }
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
    const { retention, maxTotalBytes, dir } = this.options
    if (bytes > maxTotalBytes) {
      throw new PyflareError('payload_too_large', `An append of ${bytes} bytes is larger than the event log in ${dir}.`)
    }
    await this.#disk.refresh()
    const missing = this.#missing(bytes)
    if (missing <= 0) return
    try {
      await retention.reclaim(missing)
    } catch (error) {
      throw diskError(error, 'making room in the event log')
    }
    await this.#disk.refresh()
    if (this.#missing(bytes) <= 0) return
    throw new PyflareError('log_full', `${this.#whatIsFull(bytes)} ${this.#whatHelps()}`, {
      retryAfterMs: FULL_RETRY_AFTER_MS,
    })
  }

  #missing(bytes: number): number {
    return Math.max(this.#missingInLog(bytes), this.#disk.missing(bytes))
  }

  #missingInLog(bytes: number): number {
    const { storedBytes, waitingBytes } = this.options.usage()
    return storedBytes + waitingBytes + bytes - this.options.maxTotalBytes
  }

  #whatIsFull(bytes: number): string {
    const { dir, maxTotalBytes, leastFreeBytes } = this.options
    if (this.#missingInLog(bytes) > 0) return `The event log in ${dir} is full (${maxTotalBytes} bytes).`
    return `The disk of the event log in ${dir} is full: ${leastFreeBytes} bytes must stay free.`
  }

  #whatHelps(): string {
    const blockers = this.options.retention.blockers()
    return blockers === '' ? 'Nothing in it may be deleted yet.' : `Consumers are behind: ${blockers}.`
  }
}
