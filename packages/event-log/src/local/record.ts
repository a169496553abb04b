import { crc32 } from 'node:zlib'
import { PyflareError } from '@pyflare/observe'
import type { LogMessage, StoredMessage } from '../event-log.ts'

/**
 * One message on disk, little-endian:
 *
 *     0   8  the marker of the segment: where reading can start again behind damage
 *     8   4  bytes of the body
 *    12   4  CRC-32 of the length and the body
 *    16      body: offset u64, appended at f64 (ms), key length u32, header count u32, key, headers, value
 *
 * A header is a length u32 and bytes, twice. The marker is random, so no value can hold what looks like a record.
 */
export const MARKER_BYTES = 8
const PREFIX_BYTES = 16
const FIXED_BYTES = 24
const KEY_LIMIT_BYTES = 64 * 1024
const HEADERS_LIMIT_BYTES = 1024 * 1024
const VALUE_LIMIT_BYTES = 128 * 1024 * 1024
/** Values up to this size are copied beside their head: one buffer is cheaper to write than two. */
const COPY_LIMIT_BYTES = 2048

/** A message ready to be written, but for its place and time: `sealRecord` fills those in. */
export interface UnsealedRecord {
  readonly head: Buffer
  /** The value, where it was not copied behind the head. */
  readonly tail: Uint8Array | undefined
  readonly bytes: number
}

/** Rejects with `invalid_argument` or `payload_too_large` what no segment could hold. */
export function encodeRecord(message: LogMessage): UnsealedRecord {
  const headers = Object.entries(message.headers ?? {})
  const keyBytes = Buffer.byteLength(message.key)
  let headerBytes = 0
  for (const [name, value] of headers) headerBytes += 8 + Buffer.byteLength(name) + Buffer.byteLength(value)
  checkLimits(keyBytes, headerBytes, message.value.byteLength)

  const copied = message.value.byteLength <= COPY_LIMIT_BYTES
  const headBytes = PREFIX_BYTES + FIXED_BYTES + keyBytes + headerBytes
  const bytes = headBytes + message.value.byteLength
  const head = Buffer.allocUnsafe(copied ? bytes : headBytes)
  head.writeUInt32LE(bytes - PREFIX_BYTES, 8)
  head.writeUInt32LE(keyBytes, 32)
  head.writeUInt32LE(headers.length, 36)
  let at = PREFIX_BYTES + FIXED_BYTES
  at += head.write(message.key, at)
  for (const [name, value] of headers) {
    at = writeText(head, name, at)
    at = writeText(head, value, at)
  }
  if (copied) head.set(message.value, at)
  return { head, tail: copied ? undefined : message.value, bytes }
}

function checkLimits(keyBytes: number, headerBytes: number, valueBytes: number): void {
  if (keyBytes > KEY_LIMIT_BYTES)
    throw new PyflareError('invalid_argument', `A message key has ${keyBytes} bytes; ${KEY_LIMIT_BYTES} are allowed.`)
  if (headerBytes > HEADERS_LIMIT_BYTES)
    throw new PyflareError(
      'invalid_argument',
      `Message headers have ${headerBytes} bytes; ${HEADERS_LIMIT_BYTES} are allowed.`,
    )
  if (valueBytes > VALUE_LIMIT_BYTES)
    throw new PyflareError(
      'payload_too_large',
      `A message value has ${valueBytes} bytes; ${VALUE_LIMIT_BYTES} are allowed.`,
    )
}

function writeText(buffer: Buffer, text: string, at: number): number {
  const bytes = buffer.write(text, at + 4)
  buffer.writeUInt32LE(bytes, at)
  return at + 4 + bytes
}

/** Gives the record its marker, offset and time, and closes it with its checksum. */
export function sealRecord(record: UnsealedRecord, marker: Buffer, offset: bigint, appendedAtMs: number): void {
  const { head, tail } = record
  head.set(marker, 0)
  head.writeBigUInt64LE(offset, 16)
  head.writeDoubleLE(appendedAtMs, 24)
  head.writeUInt32LE(checksum(head, tail), 12)
}

function checksum(head: Buffer, tail?: Uint8Array): number {
  const sum = crc32(head.subarray(PREFIX_BYTES), crc32(head.subarray(8, 12)))
  return tail ? crc32(tail, sum) : sum
}

export type RecordCheck =
  | { kind: 'whole'; bytes: number; offset: bigint; appendedAtMs: number; valueBytes: number }
  /** The buffer ends before the record does; `bytes` are needed to judge it. */
  | { kind: 'short'; bytes: number }
  | { kind: 'bad' }

/** Judges the record at `at` of `buffer`. At most `roomBytes` may belong to it: what claims more is bad. */
export function checkRecord(buffer: Buffer, at: number, marker: Buffer, roomBytes: number): RecordCheck {
  const smallest = PREFIX_BYTES + FIXED_BYTES
  if (roomBytes < smallest) return { kind: 'bad' }
  if (buffer.length - at < smallest) return { kind: 'short', bytes: smallest }
  if (buffer.compare(marker, 0, MARKER_BYTES, at, at + MARKER_BYTES) !== 0) return { kind: 'bad' }
  const bytes = PREFIX_BYTES + buffer.readUInt32LE(at + 8)
  if (bytes < smallest || bytes > roomBytes) return { kind: 'bad' }
  if (buffer.length - at < bytes) return { kind: 'short', bytes }
  const record = buffer.subarray(at, at + bytes)
  if (checksum(record) !== record.readUInt32LE(12)) return { kind: 'bad' }
  const offset = record.readBigUInt64LE(16)
  return { kind: 'whole', bytes, offset, appendedAtMs: record.readDoubleLE(24), valueBytes: bytes - valueStart(record) }
}

function valueStart(record: Buffer): number {
  let at = PREFIX_BYTES + FIXED_BYTES + record.readUInt32LE(32)
  for (let texts = record.readUInt32LE(36) * 2; texts > 0; texts--) at += 4 + record.readUInt32LE(at)
  return at
}

/** Reads a record that `checkRecord` found whole. The value is a view of `record`, not a copy. */
export function decodeRecord(record: Buffer): StoredMessage {
  const keyEnd = PREFIX_BYTES + FIXED_BYTES + record.readUInt32LE(32)
  const texts: string[] = []
  let at = keyEnd
  for (let left = record.readUInt32LE(36) * 2; left > 0; left--) {
    const end = at + 4 + record.readUInt32LE(at)
    texts.push(record.toString('utf8', at + 4, end))
    at = end
  }
  const headers: [string, string][] = []
  for (let i = 0; i < texts.length; i += 2) headers.push([texts[i] ?? '', texts[i + 1] ?? ''])
  return {
    offset: record.readBigUInt64LE(16),
    appendedAtMs: record.readDoubleLE(24),
    key: record.toString('utf8', PREFIX_BYTES + FIXED_BYTES, keyEnd),
    value: record.subarray(at),
    headers: Object.fromEntries(headers),
  }
}
