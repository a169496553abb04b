import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, PyflareError } from '@pyflare/observe'
import type { BatchHandler, MessageBatch, StoredMessage, SubscribeOptions } from '../event-log.ts'
import type { GroupStore } from './group-store.ts'
import type { PartitionLog } from './partition-log.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

export interface ConsumerOptions extends SubscribeOptions {
  partition: number
  log: PartitionLog
  groups: GroupStore
  logger: Logger
  handle: BatchHandler
}

/** One member's reading of one partition: from the committed offset on, a batch at a time, until it is ended. */
export class PartitionConsumer {
  readonly #ended = new AbortController()
  readonly #running: Promise<void>

  constructor(private readonly options: ConsumerOptions) {
    this.#running = this.#run()
  }

  /** Aborts the running batch's signal and refuses its commits from now on; resolves when its handler is done. */
  async end(): Promise<void> {
    this.#ended.abort()
    await this.#running
  }

  /** Lets the running batch end and commit, then ends. */
  async finish(): Promise<void> {
    this.#finishing = true
    this.#wake?.()
    await this.#running
    this.#ended.abort()
  }

  #finishing = false
  #wake: (() => void) | undefined

  async #run(): Promise<void> {
    const { group, topic, partition, log, groups, logger, handle } = this.options
    let position = groups.get(group, topic, partition)?.offset ?? log.oldestOffset
    let failures = 0
    while (!this.#isOver()) {
      try {
        const messages = await this.#collect(position)
        const last = messages.at(-1)
        if (last === undefined) continue
        await handle(this.#batchOf(messages))
        position = last.offset + 1n
        failures = 0
      } catch (error) {
        if (this.#isOver()) return
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++)
        logger.warn(
          { err: error, topic, partition, group, pauseMs },
          'A batch of the event log was not handled. It comes again.',
        )
        await pause(pauseMs, undefined, { signal: this.#ended.signal }).catch(() => undefined)
      }
    }
  }

  /** Waits for a message, then for a full batch or the end of the waiting time. */
  async #collect(position: bigint): Promise<StoredMessage[]> {
    const { log, maxBatchBytes, maxWaitMs } = this.options
    await this.#until(() => log.endOffset > position)
    if (maxWaitMs > 0 && !this.#isOver()) {
      const before = log.sizeBytes
      await this.#until(() => log.sizeBytes - before >= maxBatchBytes, maxWaitMs)
    }
    return this.#isOver() ? [] : log.read(position, maxBatchBytes)
  }

  async #until(condition: () => boolean, timeoutMs?: number): Promise<void> {
    if (condition() || this.#isOver()) return
    const { log } = this.options
    await new Promise<void>((resolve) => {
      const done = () => {
        stopListening()
        clearTimeout(timer)
        this.#ended.signal.removeEventListener('abort', done)
        this.#wake = undefined
        resolve()
      }
      const stopListening = log.onAppend(() => condition() && done())
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs)
      this.#ended.signal.addEventListener('abort', done, { once: true })
      this.#wake = done
    })
  }

  #batchOf(messages: readonly StoredMessage[]): MessageBatch {
    const { group, topic, partition, groups } = this.options
    const refuseStale = () => {
      if (this.#ended.signal.aborted) {
        throw new PyflareError(
          'stale_member',
          `Partition ${partition} of ${topic} belongs to another member of ${group} now.`,
        )
      }
    }
    return {
      topic,
      partition,
      messages,
      committedMetadata: groups.get(group, topic, partition)?.metadata ?? '',
      signal: this.#ended.signal,
      async commit(nextOffset, metadata = '') {
        refuseStale()
        await groups.set(group, topic, partition, { offset: nextOffset, metadata })
      },
      async heartbeat() {
        refuseStale()
      },
    }
  }

  #isOver(): boolean {
    return this.#finishing || this.#ended.signal.aborted
  }
}
