import { scanFields } from './scan-fields.ts'

const RECORDS_FIELD = 1
const PROJECT_FIELD = 1

/** The encoded records of a batch, in order. Throws `corrupt_data` where the bytes are no batch. */
export function* records(batch: Uint8Array): Generator<Uint8Array> {
  for (const { number, bytes } of scanFields(batch)) if (number === RECORDS_FIELD) yield bytes
}

/** How many records a batch has. Throws like `records`. */
export function countRecords(batch: Uint8Array): number {
  let count = 0
  for (const { number } of scanFields(batch)) if (number === RECORDS_FIELD) count++
  return count
}

/** A batch of the given records, as encoded as they are. */
export function batchOf(encoded: readonly Uint8Array[]): Uint8Array {
  const parts = encoded.flatMap((record) => [recordPrefix(record.length), record])
  return Buffer.concat(parts)
}

/** The project of a record; '' where it has none. All three signals keep it in their first field. */
export function projectOf(record: Uint8Array): string {
  for (const { number, bytes } of scanFields(record)) {
    if (number === PROJECT_FIELD) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  }
  return ''
}

function recordPrefix(length: number): Uint8Array {
  const bytes = [RECORDS_FIELD * 8 + 2]
  let rest = length
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
