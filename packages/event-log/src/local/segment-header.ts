import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { MARKER_BYTES } from './record.ts'

const MAGIC = Buffer.from('PYFLOG\x00\x01', 'latin1')
const CHECKED_BYTES = 32
export const HEADER_BYTES = 40

/** How each segment file begins: magic and version, marker, base offset, then what the segment before it ended with. */
export interface SegmentHeader {
  marker: Buffer
  baseOffset: bigint
  /** When the newest record before this segment was appended, so that age needs no reading of old segments. 0: none. */
  previousNewestAtMs: number
}

export function createHeader(baseOffset: bigint, previousNewestAtMs: number): SegmentHeader {
  return { marker: randomBytes(MARKER_BYTES), baseOffset, previousNewestAtMs }
}

export function encodeHeader({ marker, baseOffset, previousNewestAtMs }: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.set(MAGIC, 0)
  bytes.set(marker, 8)
  bytes.writeBigUInt64LE(baseOffset, 16)
  bytes.writeDoubleLE(previousNewestAtMs, 24)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
  return bytes
}

/** `undefined` where the bytes are no whole, undamaged header. */
export function decodeHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < HEADER_BYTES || bytes.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) return undefined
  if (crc32(bytes.subarray(0, CHECKED_BYTES)) !== bytes.readUInt32LE(CHECKED_BYTES)) return undefined
  return {
    marker: Buffer.from(bytes.subarray(8, 8 + MARKER_BYTES)),
    baseOffset: bytes.readBigUInt64LE(16),
    previousNewestAtMs: bytes.readDoubleLE(24),
  }
}
