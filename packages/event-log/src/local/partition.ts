import type { Logger } from '@pyflare/observe'
import { diskError } from './disk-error.ts'
import { writeAll } from './durable-file.ts'
import type { OpenFiles } from './open-files.ts'
import { sealRecord, type UnsealedRecord } from './record.ts'
import { createSegment, type Segment } from './segment.ts'
import { type WriteGroup, WriteQueue } from './write-queue.ts'

/** What one write and sync takes at most, so that the first of many appends does not wait for all of them. */
const GROUP_LIMIT_BYTES = 16 * 1024 * 1024

export interface PartitionOptions {
  topic: string
  number: number
  dir: string
  segmentBytes: number
  files: OpenFiles
  logger: Logger
  clock: () => number
}

interface RollRequest {
  baseOffset: bigint | undefined
  resolve(): void
  reject(error: unknown): void
}

/** The files of one partition and the one writer that adds to them. */
export class Partition {
  readonly #queue = new WriteQueue()
  readonly #growthListeners = new Set<() => void>()
  readonly #rolls: RollRequest[] = []
  #writing: Promise<void> | undefined
  /** Bytes behind the durable end of the active segment may be there and must go before the next write. */
  #tainted = false
  #closedBytes: number

  constructor(
    readonly options: PartitionOptions,
    private readonly closed: Segment[],
    private active: Segment,
  ) {
    this.#closedBytes = closed.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  get segments(): readonly Segment[] {
    return [...this.closed, this.active]
  }

  get closedSegments(): readonly Segment[] {
    return this.closed
  }

  get activeSegment(): Segment {
    return this.active
  }

  get oldestOffset(): bigint {
    return (this.closed[0] ?? this.active).baseOffset
  }

  /** One past the newest durable record. */
  get endOffset(): bigint {
    return this.active.endOffset
  }

  /** Bytes of all segments. */
  get bytes(): number {
    return this.#closedBytes + this.active.bytes
  }

  /** Bytes that wait to be written. */
  get waitingBytes(): number {
    return this.#queue.bytes
  }

  /** Resolves when the records are durable. All appends that come during a sync share the next one. */
  append(records: readonly UnsealedRecord[]): Promise<void> {
    const done = this.#queue.add(records)
    this.#writing ??= this.#writeAll()
    return done
  }

  /** Calls `listener` whenever records became durable, until the returned function is called. */
  onGrowth(listener: () => void): () => void {
    this.#growthListeners.add(listener)
    return () => this.#growthListeners.delete(listener)
  }

  /** Closes the active segment and begins another, at `baseOffset` or where the log ends. */
  roll(baseOffset?: bigint): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rolls.push({ baseOffset, resolve, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  /** Takes the oldest segment out, never the active one. The caller deletes the file. */
  dropOldest(): Segment | undefined {
    const oldest = this.closed.shift()
    this.#closedBytes -= oldest?.bytes ?? 0
    return oldest
  }

  /** Resolves when nothing is being written. */
  async settle(): Promise<void> {
    await this.#writing
  }

  async #writeAll(): Promise<void> {
    // The appends of one turn of the event loop belong together.
    await Promise.resolve()
    while (!this.#queue.isEmpty || this.#rolls.length > 0) {
      const roll = this.#rolls.shift()
      if (roll) await this.#roll(roll.baseOffset ?? this.endOffset).then(roll.resolve, roll.reject)
      else await this.#writeGroup()
    }
    this.#writing = undefined
  }

  async #writeGroup(): Promise<void> {
    const { segmentBytes } = this.options
    let group: WriteGroup | undefined
    try {
      if (!this.active.isEmpty && this.active.bytes + this.#queue.nextBytes > segmentBytes)
        await this.#roll(this.endOffset)
      if (this.#tainted) await this.#cutTail()
      group = this.#queue.take(Math.min(GROUP_LIMIT_BYTES, segmentBytes - this.active.bytes))
      await this.#write(group)
    } catch (error) {
      this.#queue.fail(group ?? this.#queue.take(GROUP_LIMIT_BYTES), this.#explain(error))
      return
    }
    this.#queue.succeed(group)
    for (const listener of this.#growthListeners) listener()
  }

  async #write(group: WriteGroup): Promise<void> {
    const segment = this.active
    const appendedAtMs = Math.max(this.options.clock(), segment.newestAtMs)
    const buffers: Uint8Array[] = []
    let offset = segment.endOffset
    for (const record of group.records) {
      sealRecord(record, segment.marker, offset++, appendedAtMs)
      buffers.push(record.head)
      if (record.tail) buffers.push(record.tail)
    }
    try {
      await this.options.files.use(segment.path, async (file) => {
        await writeAll(file, buffers, segment.bytes)
        await file.datasync()
      })
    } catch (error) {
      this.#tainted = true
      await this.#cutTail().catch((cause: unknown) => {
        this.options.logger.error(
          { file: segment.path, err: cause },
          'Could not cut a half-written record. Will retry.',
        )
      })
      throw error
    }
    let position = segment.bytes
    let learned = segment.endOffset
    for (const record of group.records) {
      segment.index.learn(learned++, position)
      position += record.bytes
    }
    segment.grow(group.bytes, offset, appendedAtMs)
  }

  /** Removes what a failed write or sync left, so that a restart can't take it for accepted records. */
  async #cutTail(): Promise<void> {
    const { path, bytes } = this.active
    await this.options.files.use(path, async (file) => {
      await file.truncate(bytes)
      await file.sync()
    })
    this.#tainted = false
  }

  async #roll(baseOffset: bigint): Promise<void> {
    if (baseOffset === this.active.baseOffset) return
    if (this.#tainted) await this.#cutTail()
    const next = await createSegment(this.options.dir, baseOffset, this.active.newestAtMs, this.options.files)
    this.active.endOffset = baseOffset
    this.closed.push(this.active)
    this.#closedBytes += this.active.bytes
    this.active = next
  }

  #explain(error: unknown): Error {
    const { topic, number, logger } = this.options
    const explained = diskError(error, `appending to ${topic}/${number}`)
    logger.warn({ topic, partition: number, err: error, code: explained.code }, explained.message)
    return explained
  }
}
