import type { MessageBatch, StoredMessage } from '@pyflare/event-log'
import type { Logger } from '@pyflare/observe'
import { type Block, blockOf } from './block.ts'
import { type BlockBoundary, fits, formatBoundary, parseBoundary } from './block-boundary.ts'
import { RecentBatches } from './recent-batches.ts'

export interface PartitionWriterOptions {
  topic: string
  partition: number
  logger: Logger
  /**
   * Makes a block queryable: resolves when it is inserted and everything that follows from it is done. `isAgain` where that was begun
   * before, and nobody knows how far it came.
   */
  write: (block: Block, batch: MessageBatch, isAgain: boolean) => Promise<void>
}

/**
 * Makes blocks of one partition's messages and writes each exactly once, whenever it is interrupted. The end of a block is
 * committed before the block is written, so that it is cut at the same place after a restart and the store knows it again.
 */
export class PartitionWriter {
  readonly #recent = new RecentBatches()
  /** Messages of an unfinished block whose end has not been read yet. */
  #held: StoredMessage[] = []
  #oldestAtMs: number | undefined

  constructor(private readonly options: PartitionWriterOptions) {}

  /** When the log took the oldest message that is being written or waited for; undefined when there is none. */
  get oldestAtMs(): number | undefined {
    return this.#oldestAtMs
  }

  async handle(batch: MessageBatch): Promise<void> {
    const boundary = parseBoundary(batch.committedMetadata)
    this.#recent.restore(boundary.recentIds)
    let pending = this.#join(batch.messages)
    this.#oldestAtMs = pending[0]?.appendedAtMs
    if (boundary.until !== undefined) {
      const { until } = boundary
      if (lastOffset(pending) + 1n < until) {
        this.#held = pending
        return
      }
      const unfinished = pending.filter(({ offset }) => offset < until)
      pending = pending.slice(unfinished.length)
      if (unfinished.length > 0) await this.#finish(unfinished, { ...boundary, until }, batch)
    }
    while (pending.length > 0) pending = await this.#begin(pending, batch)
    this.#oldestAtMs = undefined
  }

  /** What is held belongs before the batch, unless the log has begun again from the committed offset. */
  #join(messages: readonly StoredMessage[]): StoredMessage[] {
    const held = this.#held
    this.#held = []
    const first = messages[0]
    if (first === undefined || held.length === 0 || lastOffset(held) >= first.offset) return [...messages]
    return [...held, ...messages]
  }

  /** Cuts a block, records its end, and writes it. Returns the messages after it. */
  async #begin(pending: readonly StoredMessage[], batch: MessageBatch): Promise<StoredMessage[]> {
    const cut = this.#cut(pending)
    await batch.commit(pending[0]?.offset ?? 0n, formatBoundary(cut.boundary))
    await this.#write(cut.messages, cut.boundary, batch, false)
    return pending.slice(cut.messages.length)
  }

  /** Writes again the block that a restart or a failure interrupted: as it was recorded, whatever is known of repeats now. */
  async #finish(messages: readonly StoredMessage[], boundary: BlockBoundary, batch: MessageBatch): Promise<void> {
    for (const message of messages) this.#recent.repeats(message)
    this.options.logger.info(
      { topic: this.options.topic, partition: this.options.partition, until: boundary.until?.toString() },
      'Writing again the block that was interrupted.',
    )
    await this.#write(messages, boundary, batch, true)
  }

  async #write(
    messages: readonly StoredMessage[],
    boundary: BlockBoundary,
    batch: MessageBatch,
    isAgain: boolean,
  ): Promise<void> {
    const { topic, partition, logger, write } = this.options
    const repeats = new Set(boundary.repeats)
    const block = blockOf(topic, partition, messages)
    if (repeats.size > 0) logger.info({ topic, partition, repeats: repeats.size }, 'Repeated batches were left out.')
    // A message that is left out stands empty in its place, so that the block keeps its offsets and its token.
    const written = messages.map((message) => (repeats.has(message.offset) ? { ...message, value: EMPTY } : message))
    await write({ ...block, messages: written }, batch, isAgain)
    await batch.commit(
      block.until,
      formatBoundary({ until: undefined, repeats: [], recentIds: this.#recent.newest(block.until) }),
    )
  }

  /** As many messages as have a boundary that the log has room for; in all but odd cases all of them. */
  #cut(pending: readonly StoredMessage[]): { messages: readonly StoredMessage[]; boundary: BlockBoundary } {
    const recentIds = this.#recent.newest(pending[0]?.offset ?? 0n)
    let boundary: BlockBoundary = { until: undefined, repeats: [], recentIds }
    let count = 0
    for (const message of pending) {
      const until = message.offset + 1n
      const repeats = [...boundary.repeats, message.offset]
      if (this.#recent.repeats(message)) {
        if (!fits({ until, repeats, recentIds })) break
        boundary = { until, repeats, recentIds }
      } else {
        boundary = { ...boundary, until }
      }
      count++
    }
    return { messages: pending.slice(0, count), boundary }
  }
}

const EMPTY = new Uint8Array(0)

function lastOffset(messages: readonly StoredMessage[]): bigint {
  return messages.at(-1)?.offset ?? -1n
}
