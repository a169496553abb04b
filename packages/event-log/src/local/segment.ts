import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { syncDirectory, writeAll } from './durable-file.ts'
import { createHeader, encodeHeader, HEADER_BYTES, type SegmentHeader } from './segment-header.ts'

const INDEX_EVERY_BYTES = 256 * 1024
const SUFFIX = '.log'

/** One file of a partition: a header, then records of rising offsets. */
export class Segment {
  /** Where every 256 kB a record begins: reading starts at the nearest one. */
  readonly #index: { offset: bigint; position: number }[] = []

  constructor(
    readonly path: string,
    readonly header: SegmentHeader,
    /** Bytes that hold whole records, the header included. */
    public sizeBytes: number,
    /** One past the last offset. */
    public endOffset: bigint,
    /** When the newest record was appended; 0 while there is none. */
    public newestAtMs: number,
  ) {}

  get baseOffset(): bigint {
    return this.header.baseOffset
  }

  remember(offset: bigint, position: number): void {
    const last = this.#index.at(-1)
    if (last === undefined || (offset > last.offset && position - last.position >= INDEX_EVERY_BYTES))
      this.#index.push({ offset, position })
  }

  /** Where to start reading to find `offset`. */
  positionBefore(offset: bigint): number {
    let low = 0
    let high = this.#index.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#index[middle]?.offset ?? 0n) <= offset) low = middle + 1
      else high = middle
    }
    return this.#index[low - 1]?.position ?? HEADER_BYTES
  }
}

/** Creates the next segment, durable before the first record goes into it. */
export async function createSegment(dir: string, baseOffset: bigint, previousNewestAtMs: number): Promise<Segment> {
  const header = createHeader(baseOffset, previousNewestAtMs)
  const path = join(dir, segmentName(baseOffset))
  const file = await open(path, 'w')
  try {
    await writeAll(file, [encodeHeader(header)], 0)
    await file.datasync()
  } finally {
    await file.close()
  }
  await syncDirectory(dir)
  return new Segment(path, header, HEADER_BYTES, baseOffset, 0)
}

function segmentName(baseOffset: bigint): string {
  return `${baseOffset.toString().padStart(20, '0')}${SUFFIX}`
}

/** The base offset in a segment's file name; undefined for any other file. */
export function baseOffsetOf(path: string): bigint | undefined {
  const name = basename(path)
  return /^\d{20}\.log$/.test(name) ? BigInt(name.slice(0, -SUFFIX.length)) : undefined
}
