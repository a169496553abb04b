import { unlink } from 'node:fs/promises'
import { PyflareError } from '@pyflare/observe'
import type { LogMessage, StoredMessage } from '../event-log.ts'
import { diskError } from './disk-error.ts'
import { syncDirectory, writeAll } from './durable-file.ts'
import { openSegments, type PartitionPlace } from './open-partition.ts'
import { decodeRecord, encodeRecord, sealRecord, type UnsealedRecord } from './record.ts'
import { scanRecords } from './scan.ts'
import { createSegment, type Segment } from './segment.ts'

const GROUP_LIMIT_BYTES = 16 * 1024 * 1024

interface Waiting {
  records: UnsealedRecord[]
  bytes: number
  resolve: () => void
  reject: (error: unknown) => void
}

export interface PartitionOptions extends PartitionPlace {
  segmentBytes: number
  now: () => number
}

/** One partition: appends in groups with one sync each, reads from any offset, drops old segments. */
export class PartitionLog {
  readonly #queue: Waiting[] = []
  readonly #appended = new Set<() => void>()
  #flushing: Promise<void> | undefined
  /** Bytes that a failed write may have left behind the last whole record. */
  #dirty = false

  private constructor(
    private readonly options: PartitionOptions,
    private readonly segments: Segment[],
  ) {}

  static async open(options: PartitionOptions): Promise<PartitionLog> {
    return new PartitionLog(options, await openSegments(options))
  }

  get oldestOffset(): bigint {
    return this.segments[0]?.baseOffset ?? 0n
  }

  get endOffset(): bigint {
    return this.#last().endOffset
  }

  get sizeBytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)
  }

  /** Resolves when the messages are on disk. All that arrive while a sync runs share the next one. */
  append(messages: readonly LogMessage[]): Promise<void> {
    const records = messages.map(encodeRecord)
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0)
    return new Promise((resolve, reject) => {
      this.#queue.push({ records, bytes, resolve, reject })
      this.#flushing ??= this.#flush().finally(() => {
        this.#flushing = undefined
      })
    })
  }

  /** Calls `wake` once after each append, until the returned function is called. */
  onAppend(wake: () => void): () => void {
    this.#appended.add(wake)
    return () => this.#appended.delete(wake)
  }

  /**
   * Messages from `offset` on: one at least where there is any, then as many as fit into `maxBytes` of values. What is damaged is
   * passed over, with an error in the log that names the offsets.
   */
  async read(offset: bigint, maxBytes: number): Promise<StoredMessage[]> {
    const messages: StoredMessage[] = []
    let bytes = 0
    let expected = offset > this.oldestOffset ? offset : this.oldestOffset
    for (const segment of this.segments.filter((each) => each.endOffset > expected)) {
      const { path, header } = segment
      const range = {
        marker: header.marker,
        fromPosition: segment.positionBefore(expected),
        untilPosition: segment.sizeBytes,
      }
      const full = await this.options.files.use(path, async (file) => {
        for await (const found of scanRecords({ file, ...range })) {
          if (!('record' in found)) continue
          segment.remember(found.offset, found.position)
          if (found.offset < expected) continue
          if (found.offset > expected) this.#tellLoss(path, expected, found.offset)
          if (messages.length > 0 && bytes + found.valueBytes > maxBytes) return true
          messages.push(decodeRecord(found.record))
          bytes += found.valueBytes
          expected = found.offset + 1n
        }
        return false
      })
      if (full) return messages
      if (expected < segment.endOffset) {
        this.#tellLoss(path, expected, segment.endOffset)
        expected = segment.endOffset
      }
    }
    return messages
  }

  /** Drops whole segments from the oldest on while `mayGo` says so; never the last. Returns the bytes that were freed. */
  async dropOldest(
    mayGo: (segment: { endOffset: bigint; newestAtMs: number; sizeBytes: number }) => boolean,
  ): Promise<number> {
    let freed = 0
    for (
      let oldest = this.segments[0];
      oldest !== undefined && this.segments.length > 1 && mayGo(oldest);
      oldest = this.segments[0]
    ) {
      this.segments.shift()
      await this.options.files.forget(oldest.path)
      await unlink(oldest.path)
      freed += oldest.sizeBytes
    }
    if (freed > 0) await syncDirectory(this.options.dir)
    return freed
  }

  /** Waits for appends that are under way. */
  async close(): Promise<void> {
    await this.#flushing
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#takeGroup()
      try {
        await this.#write(group.flatMap(({ records }) => records))
        for (const { resolve } of group) resolve()
        for (const wake of this.#appended) wake()
      } catch (error) {
        const failure = diskError(error, `appending to ${this.options.topic}/${this.options.partition}`)
        for (const { reject } of group) reject(failure)
      }
    }
  }

  #takeGroup(): Waiting[] {
    const group: Waiting[] = []
    let bytes = 0
    for (
      let next = this.#queue[0];
      next !== undefined && (group.length === 0 || bytes + next.bytes <= GROUP_LIMIT_BYTES);
      next = this.#queue[0]
    ) {
      this.#queue.shift()
      group.push(next)
      bytes += next.bytes
    }
    return group
  }

  async #write(records: readonly UnsealedRecord[]): Promise<void> {
    const segment = await this.#segmentWithRoom()
    await this.#removeLeftovers(segment)
    const appendedAtMs = this.options.now()
    const start = segment.sizeBytes
    records.forEach((record, index) => {
      sealRecord(record, segment.header.marker, segment.endOffset + BigInt(index), appendedAtMs)
    })
    const buffers = records.flatMap(({ head, tail }) => (tail === undefined ? [head] : [head, tail]))
    this.#dirty = true
    await this.options.files.use(segment.path, async (file) => {
      await writeAll(file, buffers, start)
      await file.datasync()
    })
    this.#dirty = false
    segment.remember(segment.endOffset, start)
    segment.sizeBytes += records.reduce((sum, record) => sum + record.bytes, 0)
    segment.endOffset += BigInt(records.length)
    segment.newestAtMs = appendedAtMs
  }

  async #segmentWithRoom(): Promise<Segment> {
    const last = this.#last()
    if (last.sizeBytes < this.options.segmentBytes) return last
    await this.#removeLeftovers(last)
    const next = await createSegment(this.options.dir, last.endOffset, last.newestAtMs)
    this.segments.push(next)
    return next
  }

  async #removeLeftovers(segment: Segment): Promise<void> {
    if (!this.#dirty) return
    await this.options.files.use(segment.path, async (file) => {
      await file.truncate(segment.sizeBytes)
      await file.datasync()
    })
    this.#dirty = false
  }

  #last(): Segment {
    const last = this.segments.at(-1)
    if (last === undefined) throw new PyflareError('internal', 'A partition of the event log has no segment.')
    return last
  }

  #tellLoss(path: string, from: bigint, until: bigint): void {
    const { logger, topic, partition } = this.options
    logger.error(
      { topic, partition, path, fromOffset: from.toString(), untilOffset: until.toString() },
      'Messages of the event log are damaged and are passed over.',
    )
  }
}
