import { createHash } from 'node:crypto'
import type { LogMessage } from '@pyflare/event-log'

/** A record, encoded, on its way into the log. */
export interface EncodedRecord {
  /** The item's place in its request. */
  index: number
  /** Chooses the partition. */
  key: string
  bytes: Uint8Array
}

/** A record with the evaluations that came on it: what keeps the one keeps the others. */
export interface CarrierRecord extends EncodedRecord {
  evaluations: readonly EncodedRecord[]
}

export interface EnvelopeOptions {
  projectId: string
  keyId: string
  /** Of the request that the records came in. */
  digest: string
  /** An envelope ends before this many bytes, yet holds one record at least. */
  maxBytes: number
  maxRecords: number
}

/** Field 1, length-delimited: `repeated Record records = 1`, the only field of every batch. */
const RECORDS_TAG = 0x0a

/**
 * Envelopes of one key each, in the order of their records. `batch-id` is the same whenever the same records of the same request
 * are put together again, in this process or another: whoever reads the log knows a repeated append by it.
 */
export function envelopes(records: readonly EncodedRecord[], options: EnvelopeOptions): LogMessage[] {
  const byKey = new Map<string, EncodedRecord[]>()
  for (const record of records) {
    const own = byKey.get(record.key)
    if (own === undefined) byKey.set(record.key, [record])
    else own.push(record)
  }
  return [...byKey.values()].flatMap((own) => cut(own, options).map((part) => envelope(part, options)))
}

function cut(
  records: readonly EncodedRecord[],
  { maxBytes, maxRecords }: Pick<EnvelopeOptions, 'maxBytes' | 'maxRecords'>,
): EncodedRecord[][] {
  const parts: EncodedRecord[][] = []
  let bytes = 0
  for (const record of records) {
    const framed = framedLength(record.bytes)
    const last = parts.at(-1)
    if (last === undefined || bytes + framed > maxBytes || last.length >= maxRecords) {
      parts.push([record])
      bytes = framed
    } else {
      last.push(record)
      bytes += framed
    }
  }
  return parts
}

function envelope(records: readonly EncodedRecord[], { projectId, keyId, digest }: EnvelopeOptions): LogMessage {
  const value = Buffer.allocUnsafe(records.reduce((sum, { bytes }) => sum + framedLength(bytes), 0))
  let at = 0
  for (const { bytes } of records) {
    value[at] = RECORDS_TAG
    at = writeVarint(value, at + 1, bytes.length)
    value.set(bytes, at)
    at += bytes.length
  }
  const places = records.map(({ index }) => index).join(',')
  const batchId = createHash('sha256').update(`${digest}\0${places}`).digest('hex').slice(0, 32)
  return { key: records[0]?.key ?? '', value, headers: { 'batch-id': batchId, project: projectId, 'key-id': keyId } }
}

function framedLength(bytes: Uint8Array): number {
  return 1 + varintLength(bytes.length) + bytes.length
}

function varintLength(value: number): number {
  let length = 1
  for (let rest = value; rest > 127; rest >>>= 7) length += 1
  return length
}

function writeVarint(target: Buffer, offset: number, value: number): number {
  let at = offset
  let rest = value
  for (; rest > 127; rest >>>= 7) target[at++] = (rest & 127) | 128
  target[at++] = rest
  return at
}
