import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, PyflareError } from '@pyflare/observe'
import type { BatchHandler, MessageBatch, SubscribeOptions } from '../event-log.ts'
import type { CommittedOffsets } from './committed-offsets.ts'
import type { Partition } from './partition.ts'
import { type Cursor, maxLogBytes, PartitionReader, type ReadBatch } from './partition-reader.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
const METADATA_LIMIT = 4000

export interface ConsumerOptions {
  subscription: SubscribeOptions
  handle: BatchHandler
  partition: Partition
  offsets: CommittedOffsets
  logger: Logger
  /** Called after each durable commit. */
  onCommit: () => void
}

/**
 * One member's hold of one partition: reads a batch, hands it over, waits for it, reads the next. Nothing is read ahead, so
 * a slow handler slows the reading, and memory holds one batch.
 */
export class PartitionConsumer {
  readonly #ending = new AbortController()
  readonly #reader: PartitionReader
  readonly #done: Promise<void>
  #lost = false

  constructor(private readonly options: ConsumerOptions) {
    this.#reader = new PartitionReader(options.partition)
    this.#done = this.#run()
  }

  /** Tells the running batch to come to an end; it may still commit. Resolves when its handler has settled. */
  end(): Promise<void> {
    this.#ending.abort()
    return this.#done
  }

  /** From now on the partition may be another member's: commits are refused. */
  lose(): void {
    this.#ending.abort()
    this.#lost = true
  }

  async #run(): Promise<void> {
    const { group, topic } = this.options.subscription
    const committed = this.options.offsets.get(group, topic, this.options.partition.options.number)
    let next: Cursor = { offset: committed?.offset ?? 0n }
    /** Where the batch ended whose handler failed: it must come again as it was. */
    let again: bigint | undefined
    for (let failures = 0; !this.#ending.signal.aborted; ) {
      try {
        const batch: ReadBatch = again === undefined ? await this.#gather(next) : await this.#reread(next, again)
        if (this.#ending.signal.aborted) return
        if (batch.messages.length > 0) {
          again = batch.next.offset
          await this.options.handle(this.#present(batch))
        }
        next = batch.next
        again = undefined
        failures = 0
      } catch (error) {
        await this.#pauseAfter(error, failures++)
      }
    }
  }

  async #pauseAfter(error: unknown, failures: number): Promise<void> {
    if (this.#ending.signal.aborted) return
    const { group, topic } = this.options.subscription
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20))
    const facts = { err: error, group, topic, partition: this.options.partition.options.number, pauseMs }
    this.options.logger.warn(facts, `A batch of ${topic} was not handled. It comes again in ${pauseMs} ms.`)
    await pause(pauseMs, undefined, { signal: this.#ending.signal, ref: false }).catch(() => undefined)
  }

  /** Waits for a first message, then for more until the batch is full or the message has waited long enough. */
  async #gather(from: Cursor): Promise<ReadBatch> {
    const { maxBatchBytes, maxWaitMs } = this.options.subscription
    const { partition } = this.options
    await this.#until(() => partition.endOffset > from.offset)
    const batch = await this.#reader.read(from, { maxValueBytes: maxBatchBytes, atLeastOne: true })
    const first = batch.messages[0]
    if (!first) return batch
    // Time counts from the append: what has waited behind a slow handler need not wait again.
    const waitedMs = Math.max(0, partition.options.clock() - first.appendedAtMs)
    const deadline = performance.now() + maxWaitMs - waitedMs
    const isFull = () => batch.full || batch.valueBytes >= maxBatchBytes || batch.logBytes >= maxLogBytes(maxBatchBytes)
    while (!isFull() && !this.#ending.signal.aborted) {
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) break
      const missing = maxBatchBytes - batch.valueBytes
      await this.#until(() => this.#reader.unreadBytes(batch.next) >= missing, leftMs)
      const more = await this.#reader.read(batch.next, { maxValueBytes: missing, atLeastOne: false })
      for (const message of more.messages) batch.messages.push(message)
      batch.valueBytes += more.valueBytes
      batch.logBytes += more.logBytes
      batch.next = more.next
      batch.full = more.full
    }
    return batch
  }

  #reread(from: Cursor, untilOffset: bigint): Promise<ReadBatch> {
    return this.#reader.read(from, { maxValueBytes: Number.POSITIVE_INFINITY, atLeastOne: true, untilOffset })
  }

  /** Waits for `condition`, looked at after each append, for the end of the time, or for this consumer's end. */
  async #until(condition: () => boolean, timeoutMs?: number): Promise<void> {
    const { signal } = this.#ending
    if (condition() || signal.aborted) return
    await new Promise<void>((resolve) => {
      const finish = () => {
        stopListening()
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const stopListening = this.options.partition.onGrowth(() => {
        if (condition()) finish()
      })
      const timer = timeoutMs === undefined ? undefined : setTimeout(finish, timeoutMs)
      signal.addEventListener('abort', finish)
    })
  }

  #present({ messages }: ReadBatch): MessageBatch {
    const { group, topic } = this.options.subscription
    const partition = this.options.partition.options.number
    return {
      topic,
      partition,
      messages,
      committedMetadata: this.options.offsets.get(group, topic, partition)?.metadata ?? '',
      commit: async (nextOffset, metadata = '') => {
        this.#refuseIfLost()
        this.#checkCommit(nextOffset, metadata)
        await this.options.offsets.commit(group, topic, partition, { offset: nextOffset, metadata })
        this.options.onCommit()
      },
      heartbeat: async () => this.#refuseIfLost(),
      signal: this.#ending.signal,
    }
  }

  #refuseIfLost(): void {
    if (!this.#lost) return
    const { group, topic } = this.options.subscription
    const { number } = this.options.partition.options
    throw new PyflareError(
      'stale_member',
      `Partition ${number} of ${topic} is no longer this member's in group ${group}.`,
    )
  }

  #checkCommit(nextOffset: bigint, metadata: string): void {
    if (nextOffset < 0n || nextOffset > this.options.partition.endOffset) {
      throw new PyflareError('invalid_argument', `Offset ${nextOffset} can't be committed: the log ends before it.`)
    }
    if (metadata.length > METADATA_LIMIT) {
      throw new PyflareError(
        'invalid_argument',
        `Commit metadata has ${metadata.length} characters; ${METADATA_LIMIT} are allowed.`,
      )
    }
  }
}
