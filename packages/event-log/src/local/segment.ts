import { join } from 'node:path'
import { syncDirectory } from './durable-file.ts'
import { OffsetIndex } from './offset-index.ts'
import type { OpenFiles } from './open-files.ts'
import { createHeader, encodeHeader, HEADER_BYTES } from './segment-header.ts'

const NAME = /^(\d{20})\.log$/

/** One file of a partition: the records from `baseOffset` up to, not including, `endOffset`. */
export class Segment {
  readonly index = new OffsetIndex()
  /** Where damaged stretches start, and the position and offset at which reading goes on behind them. */
  readonly damage = new Map<number, { position: number; offset: bigint }>()
  /** Bytes that are durable. What the file holds beyond them was never accepted. */
  bytes: number = HEADER_BYTES
  endOffset: bigint
  /** When the newest record was appended; while there is none, what the segment before ended with. */
  newestAtMs: number

  constructor(
    readonly path: string,
    readonly baseOffset: bigint,
    readonly marker: Buffer,
    newestAtMs: number,
  ) {
    this.endOffset = baseOffset
    this.newestAtMs = newestAtMs
  }

  get isEmpty(): boolean {
    return this.endOffset === this.baseOffset
  }

  /** Takes note of records that are durable now. */
  grow(bytes: number, endOffset: bigint, newestAtMs: number): void {
    this.bytes += bytes
    this.endOffset = endOffset
    this.newestAtMs = newestAtMs
  }
}

/** Creates the file with its header, durable before anything is put behind it. */
export async function createSegment(
  dir: string,
  baseOffset: bigint,
  previousNewestAtMs: number,
  files: OpenFiles,
): Promise<Segment> {
  const path = segmentPath(dir, baseOffset)
  const header = createHeader(baseOffset, previousNewestAtMs)
  // A file of this name can only be the rest of a creation that failed half-way: it holds no record.
  const handle = await files.open(path, 'w')
  try {
    await handle.writeFile(encodeHeader(header))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncDirectory(dir, files)
  return new Segment(path, baseOffset, header.marker, previousNewestAtMs)
}

export function segmentPath(dir: string, baseOffset: bigint): string {
  return join(dir, `${baseOffset.toString().padStart(20, '0')}.log`)
}

/** The base offset that a file name tells; `undefined` for a file that is no segment. */
export function parseSegmentName(name: string): bigint | undefined {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? undefined : BigInt(digits)
}
