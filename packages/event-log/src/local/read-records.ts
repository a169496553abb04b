import { readRange } from './durable-file.ts'
import type { OpenFiles } from './open-files.ts'
import { checkRecord, MARKER_BYTES } from './record.ts'
import type { Segment } from './segment.ts'

const CHUNK_BYTES = 1024 * 1024

export interface FoundRecord {
  /** Where the record starts in the file, and its bytes. */
  position: number
  record: Buffer
  offset: bigint
  appendedAtMs: number
  valueBytes: number
}

export interface ReadResult {
  records: FoundRecord[]
  /** Where the next record starts, or the bad bytes. */
  position: number
  /** The bytes at `position` are no record. */
  bad: boolean
}

/**
 * Reads the records that begin at `position`, as many as lie in the next `wantedBytes`, one at least where there is one
 * before `end`. Record bytes are views of one new buffer per call.
 */
export async function readRecords(
  files: OpenFiles,
  segment: Segment,
  position: number,
  end: number,
  wantedBytes: number,
): Promise<ReadResult> {
  const chunk = await files.use(segment.path, (file) =>
    readRange(file, position, Math.min(end - position, wantedBytes)),
  )
  const records: FoundRecord[] = []
  let at = 0
  while (position + at < end) {
    const check = checkRecord(chunk, at, segment.marker, end - position - at)
    if (check.kind === 'bad') return { records, position: position + at, bad: true }
    if (check.kind === 'short') {
      if (records.length > 0) break
      // A file that is shorter than it was known to be ends in a record that can't be read.
      if (chunk.length < Math.min(end - position, wantedBytes)) return { records, position, bad: true }
      return readRecords(files, segment, position, end, Math.max(check.bytes, wantedBytes + 1))
    }
    const { kind: _, bytes, ...facts } = check
    records.push({ position: position + at, record: chunk.subarray(at, at + bytes), ...facts })
    at += bytes
  }
  return { records, position: position + at, bad: false }
}

/** Looks behind damage for the next whole record with `leastOffset` or more; `undefined` when only damage follows. */
export async function findRecord(
  files: OpenFiles,
  segment: Segment,
  from: number,
  end: number,
  leastOffset: bigint,
): Promise<{ position: number; offset: bigint } | undefined> {
  for (let start = from; start < end; start += CHUNK_BYTES) {
    // Chunks overlap, so that a marker that lies across their border is seen.
    const bytes = Math.min(end - start, CHUNK_BYTES + MARKER_BYTES - 1)
    const chunk = await files.use(segment.path, (file) => readRange(file, start, bytes))
    for (let at = chunk.indexOf(segment.marker); at >= 0; at = chunk.indexOf(segment.marker, at + 1)) {
      const { records } = await readRecords(files, segment, start + at, end, 1)
      const offset = records[0]?.offset
      if (offset !== undefined && offset >= leastOffset) return { position: start + at, offset }
    }
  }
  return undefined
}
