import type { StoredMessage } from '../event-log.ts'
import { errnoOf } from './disk-error.ts'
import type { Partition } from './partition.ts'
import { findRecord, readRecords } from './read-records.ts'
import { decodeRecord } from './record.ts'
import type { Segment } from './segment.ts'
import { HEADER_BYTES } from './segment-header.ts'

/** What one read of a file takes at most, but for a single record that is larger. */
const CHUNK_LIMIT_BYTES = 8 * 1024 * 1024
/** Bytes of keys, headers and frames that a read expects beside the values it wants. */
const SLACK_BYTES = 64 * 1024
const FRAME_FACTOR = 4
const FRAME_LEAST_BYTES = 1024 * 1024

/** Many small values would make a batch of any memory: it also ends at this many bytes with all that is not value. */
export function maxLogBytes(maxValueBytes: number): number {
  return Math.max(FRAME_FACTOR * maxValueBytes, FRAME_LEAST_BYTES)
}

export interface Cursor {
  /** The next offset to read. */
  offset: bigint
  /** A record at or before it, once one is known. */
  place?: { baseOffset: bigint; offset: bigint; position: number }
}

export interface ReadBatch {
  messages: StoredMessage[]
  valueBytes: number
  /** Bytes of the records with all that is not value. */
  logBytes: number
  /** Where the next read goes on. */
  next: Cursor
  /** The next message is there, and does not belong to this batch: it would not fit, or is at `untilOffset`. */
  full: boolean
}

export interface ReadLimits {
  maxValueBytes: number
  /** The first message is read whatever its size. */
  atLeastOne: boolean
  /** Stops before this offset. */
  untilOffset?: bigint
}

/** Reads the durable records of a partition. Keeps nothing between calls but where known damage lies. */
export class PartitionReader {
  constructor(private readonly partition: Partition) {}

  async read(from: Cursor, limits: ReadLimits): Promise<ReadBatch> {
    const batch: ReadBatch = { messages: [], valueBytes: 0, logBytes: 0, next: { ...from }, full: false }
    while (!batch.full) {
      const segment = this.#segmentOf(batch.next)
      if (!segment) break
      try {
        await this.#readOnce(segment, batch, limits)
      } catch (error) {
        // Retention may delete a segment while it is read; then reading goes on at the oldest that is kept.
        if (errnoOf(error) !== 'ENOENT' || this.partition.segments.includes(segment)) throw error
      }
    }
    return batch
  }

  /** Log bytes behind the cursor: the values that wait there are never more. */
  unreadBytes({ offset, place }: Cursor): number {
    let bytes = 0
    for (const segment of this.partition.segments) {
      if (segment.endOffset <= offset) continue
      const start = place?.baseOffset === segment.baseOffset ? place.position : HEADER_BYTES
      bytes += Math.max(0, segment.bytes - start)
    }
    return bytes
  }

  /** The segment that holds the cursor's offset. Moves the cursor to the oldest kept offset where its own is gone. */
  #segmentOf(cursor: Cursor): Segment | undefined {
    if (cursor.offset < this.partition.oldestOffset) cursor.offset = this.partition.oldestOffset
    return this.partition.segments.find((segment) => cursor.offset < segment.endOffset)
  }

  async #readOnce(segment: Segment, batch: ReadBatch, limits: ReadLimits): Promise<void> {
    // What is appended during the read is left to the next one.
    const { bytes: end, endOffset } = segment
    const start = startIn(segment, batch.next)
    const known = segment.damage.get(start.position)
    if (known) {
      batch.next = cursorAt(segment, known.offset, known.position, batch.next.offset)
      return
    }
    if (start.position >= end) return this.#skipDamage(segment, start.position, end, start.offset, endOffset)
    const wanted = Math.min(limits.maxValueBytes - batch.valueBytes + SLACK_BYTES, CHUNK_LIMIT_BYTES)
    const { records, position, bad } = await readRecords(
      this.partition.options.files,
      segment,
      start.position,
      end,
      wanted,
    )
    let expected = start.offset
    for (const found of records) {
      if (found.offset > expected) this.#reportLost(segment, expected, found.offset)
      segment.index.learn(found.offset, found.position)
      expected = found.offset + 1n
      if (found.offset < batch.next.offset) continue
      if (isFull(batch, found, limits)) {
        batch.full = true
        batch.next = cursorAt(segment, found.offset, found.position, found.offset)
        return
      }
      batch.messages.push(decodeRecord(found.record))
      batch.valueBytes += found.valueBytes
      batch.logBytes += found.record.length
    }
    batch.next = cursorAt(segment, expected, position, batch.next.offset)
    if (bad) await this.#skipDamage(segment, position, end, expected, endOffset)
  }

  /** Finds where reading can go on behind bad bytes, says what is lost, and remembers both. */
  async #skipDamage(
    segment: Segment,
    position: number,
    end: number,
    expected: bigint,
    endOffset: bigint,
  ): Promise<void> {
    if (segment.damage.has(position)) return
    const found = await findRecord(this.partition.options.files, segment, position + 1, end, expected)
    const behind = found ?? { position: end, offset: endOffset }
    // Another reader may have come here meanwhile.
    if (behind.offset > expected && !segment.damage.has(position)) this.#reportLost(segment, expected, behind.offset)
    segment.damage.set(position, behind)
  }

  #reportLost(segment: Segment, from: bigint, to: bigint): void {
    const { topic, number, logger } = this.partition.options
    const facts = {
      topic,
      partition: number,
      firstLostOffset: `${from}`,
      lastLostOffset: `${to - 1n}`,
      file: segment.path,
    }
    logger.error(
      facts,
      `The log is damaged: ${to - from} messages of ${topic}/${number} can't be read and are skipped.`,
    )
  }
}

function isFull(batch: ReadBatch, next: { offset: bigint; valueBytes: number }, limits: ReadLimits): boolean {
  if (limits.untilOffset !== undefined && next.offset >= limits.untilOffset) return true
  if (batch.messages.length === 0 && limits.atLeastOne) return false
  return (
    batch.valueBytes + next.valueBytes > limits.maxValueBytes || batch.logBytes >= maxLogBytes(limits.maxValueBytes)
  )
}

/** The nearest known place at or before the cursor. */
function startIn(segment: Segment, { offset, place }: Cursor): { offset: bigint; position: number } {
  if (place?.baseOffset === segment.baseOffset) return place
  return segment.index.floor(offset) ?? { offset: segment.baseOffset, position: HEADER_BYTES }
}

/** A cursor never goes back: while seeking, records before the wanted offset are passed without being delivered. */
function cursorAt(segment: Segment, offset: bigint, position: number, wanted: bigint): Cursor {
  const place = { baseOffset: segment.baseOffset, offset, position }
  return { offset: offset > wanted ? offset : wanted, place }
}
