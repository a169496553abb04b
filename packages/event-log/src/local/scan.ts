import type { FileHandle } from 'node:fs/promises'
import { readRange } from './durable-file.ts'
import { checkRecord, MARKER_BYTES } from './record.ts'

const WINDOW_BYTES = 1024 * 1024

export interface FoundRecord {
  position: number
  bytes: number
  offset: bigint
  appendedAtMs: number
  valueBytes: number
  /** The record's bytes, a view of the window that was read. */
  record: Buffer
}

/** Bytes that hold no whole record, with whole ones behind them. */
export interface Damage {
  position: number
  bytes: number
}

export interface ScanOptions {
  file: FileHandle
  marker: Buffer
  fromPosition: number
  /** Where the segment's records end. */
  untilPosition: number
}

/**
 * Reads records one after the other. What is damaged is passed over to the next marker that begins a whole record, and told;
 * damage with nothing whole behind it is told last.
 */
export async function* scanRecords({
  file,
  marker,
  fromPosition,
  untilPosition,
}: ScanOptions): AsyncGenerator<FoundRecord | Damage> {
  let position = fromPosition
  let damagedFrom: number | undefined
  let window: { start: number; bytes: Buffer } = { start: fromPosition, bytes: Buffer.alloc(0) }
  while (position < untilPosition) {
    const check = checkRecord(window.bytes, position - window.start, marker, untilPosition - position)
    if (check.kind === 'short') {
      const wanted = Math.min(Math.max(check.bytes, WINDOW_BYTES), untilPosition - position)
      const bytes = await readRange(file, position, wanted)
      if (bytes.length < Math.min(check.bytes, wanted)) break
      window = { start: position, bytes }
      continue
    }
    if (check.kind === 'bad') {
      damagedFrom ??= position
      position = await nextMarker(file, marker, position + 1, untilPosition)
      window = { start: position, bytes: Buffer.alloc(0) }
      continue
    }
    if (damagedFrom !== undefined) yield { position: damagedFrom, bytes: position - damagedFrom }
    damagedFrom = undefined
    const at = position - window.start
    yield { ...check, position, record: window.bytes.subarray(at, at + check.bytes) }
    position += check.bytes
  }
  damagedFrom ??= position < untilPosition ? position : undefined
  if (damagedFrom !== undefined) yield { position: damagedFrom, bytes: untilPosition - damagedFrom }
}

async function nextMarker(file: FileHandle, marker: Buffer, from: number, until: number): Promise<number> {
  for (let position = from; position < until; position += WINDOW_BYTES) {
    const bytes = await readRange(file, position, Math.min(WINDOW_BYTES + MARKER_BYTES, until - position))
    const found = bytes.indexOf(marker)
    if (found >= 0) return position + found
  }
  return until
}
