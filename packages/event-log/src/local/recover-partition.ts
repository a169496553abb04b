import { readdir } from 'node:fs/promises'
import type { Logger } from '@pyflare/observe'
import type { OpenFiles } from './open-files.ts'
import { openSegment } from './open-segment.ts'
import { findRecord, readRecords } from './read-records.ts'
import { createSegment, parseSegmentName, type Segment, segmentPath } from './segment.ts'
import { HEADER_BYTES } from './segment-header.ts'

const SCAN_BYTES = 4 * 1024 * 1024

/** What a stopped process left of a partition, made ready for appending: segments, oldest first. */
export async function recoverPartition(
  dir: string,
  files: OpenFiles,
  logger: Logger,
): Promise<{ closed: Segment[]; active: Segment }> {
  const names = await readdir(dir)
  const bases = names.map(parseSegmentName).filter((base) => base !== undefined)
  bases.sort((a, b) => (a < b ? -1 : 1))
  const segments: Segment[] = []
  for (const baseOffset of bases) {
    const found = { path: segmentPath(dir, baseOffset), baseOffset, last: baseOffset === bases.at(-1) }
    const segment = await openSegment(found, files, logger)
    const previous = segments.at(-1)
    if (previous) {
      previous.endOffset = baseOffset
      previous.newestAtMs = segment.newestAtMs
    }
    segments.push(segment)
  }
  const active = segments.pop() ?? (await createSegment(dir, 0n, 0, files))
  await recoverTail(active, files, logger)
  return { closed: segments, active }
}

/** Reads the last segment to its end, cuts what a crash left half-written, and makes the rest durable. */
async function recoverTail(segment: Segment, files: OpenFiles, logger: Logger): Promise<void> {
  const size = segment.bytes
  segment.bytes = HEADER_BYTES
  while (segment.bytes < size) {
    const { records, position, bad } = await readRecords(files, segment, segment.bytes, size, SCAN_BYTES)
    for (const found of records) {
      segment.index.learn(found.offset, found.position)
      segment.grow(found.record.length, found.offset + 1n, found.appendedAtMs)
    }
    if (!bad) continue
    // Whole records behind bad bytes mean damage, not a torn write: they were accepted and must stay.
    const next = await findRecord(files, segment, position + 1, size, segment.endOffset)
    if (!next) break
    segment.grow(next.position - position, next.offset, segment.newestAtMs)
  }
  const cutBytes = size - segment.bytes
  await files.use(segment.path, async (file) => {
    if (cutBytes > 0) await file.truncate(segment.bytes)
    await file.sync()
  })
  if (cutBytes > 0) {
    logger.warn(
      { file: segment.path, cutBytes, endOffset: segment.endOffset.toString() },
      `Cut ${cutBytes} bytes of a half-written record from the end of a log segment.`,
    )
  }
}
