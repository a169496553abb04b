import { rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from '@pyflare/observe'
import { readRange } from './durable-file.ts'
import type { OpenFiles } from './open-files.ts'
import { readRecords } from './read-records.ts'
import { MARKER_BYTES } from './record.ts'
import { createSegment, Segment } from './segment.ts'
import { createHeader, decodeHeader, HEADER_BYTES } from './segment-header.ts'

export interface SegmentFile {
  path: string
  baseOffset: bigint
  /** The segment that appends go to. */
  last: boolean
}

/** A segment as its file shows it, `bytes` being the whole file and `endOffset` not known yet. */
export async function openSegment(found: SegmentFile, files: OpenFiles, logger: Logger): Promise<Segment> {
  const { path, baseOffset, last } = found
  const { size, mtimeMs } = await stat(path)
  const start = await files.use(path, (file) => readRange(file, 0, HEADER_BYTES + MARKER_BYTES))
  const header = decodeHeader(start)
  if (header) return segmentOf(found, header.marker, header.previousNewestAtMs, size)
  if (size > HEADER_BYTES) {
    logger.error({ file: path }, 'The header of a log segment is damaged. Its records are read by their own checksums.')
  }
  const marker = Buffer.from(start.subarray(HEADER_BYTES))
  if (marker.length === MARKER_BYTES) {
    const segment = segmentOf(found, marker, mtimeMs, size)
    const { records } = await readRecords(files, segment, HEADER_BYTES, size, 1)
    if (records.length > 0) return segment
  }
  if (!last) return segmentOf(found, createHeader(baseOffset, 0).marker, mtimeMs, size)
  return replaceUnreadable(found, size, mtimeMs, files, logger)
}

function segmentOf(found: SegmentFile, marker: Buffer, newestAtMs: number, bytes: number): Segment {
  const segment = new Segment(found.path, found.baseOffset, marker, newestAtMs)
  segment.bytes = bytes
  return segment
}

/** A crash while a segment is created leaves a file without records. One that has bytes is kept beside, for people. */
async function replaceUnreadable(
  { path, baseOffset }: SegmentFile,
  size: number,
  newestAtMs: number,
  files: OpenFiles,
  logger: Logger,
): Promise<Segment> {
  await files.forget(path)
  if (size > HEADER_BYTES) {
    await rename(path, `${path}.damaged`)
    logger.error({ file: `${path}.damaged`, bytes: size }, 'Nothing in a log segment can be read. It was set aside.')
  }
  return createSegment(dirname(path), baseOffset, newestAtMs, files)
}
