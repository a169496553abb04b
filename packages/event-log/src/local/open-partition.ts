import { readdir, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@pyflare/observe'
import { createDirectory, readRange } from './durable-file.ts'
import type { OpenFiles } from './open-files.ts'
import { scanRecords } from './scan.ts'
import { baseOffsetOf, createSegment, Segment } from './segment.ts'
import { decodeHeader, HEADER_BYTES, type SegmentHeader } from './segment-header.ts'

export interface PartitionPlace {
  topic: string
  partition: number
  dir: string
  files: OpenFiles
  logger: Logger
}

/**
 * The segments of a partition as they lie on disk, oldest first, one at least. Only the last is read through: what a crash left
 * half-written behind its last whole record is cut off. Nothing that was acknowledged can be there: it was synced whole.
 */
export async function openSegments(place: PartitionPlace): Promise<Segment[]> {
  await createDirectory(place.dir)
  const paths = (await readdir(place.dir)).filter((name) => baseOffsetOf(name) !== undefined).sort()
  const found: { path: string; header: SegmentHeader; bytes: number }[] = []
  for (const name of paths) {
    const path = join(place.dir, name)
    const header = await headerOf(place, path)
    if (header !== undefined) found.push({ path, header, bytes: (await stat(path)).size })
  }
  const segments: Segment[] = []
  for (const [index, { path, header, bytes }] of found.entries()) {
    const next = found[index + 1]?.header
    segments.push(
      next === undefined
        ? await recoverLast(place, path, header, bytes)
        : new Segment(path, header, bytes, next.baseOffset, next.previousNewestAtMs),
    )
  }
  return segments.length > 0 ? segments : [await createSegment(place.dir, 0n, 0)]
}

async function headerOf(
  { files, logger, topic, partition }: PartitionPlace,
  path: string,
): Promise<SegmentHeader | undefined> {
  const bytes = await files.use(path, (file) => readRange(file, 0, HEADER_BYTES))
  const header = decodeHeader(bytes)
  if (header !== undefined) return header
  await files.forget(path)
  const { size } = await stat(path)
  if (size <= HEADER_BYTES) {
    // A crash between creating the file and its first sync: it never held an acknowledged record.
    await unlink(path)
    return undefined
  }
  logger.error(
    { topic, partition, path, bytes: size },
    'A segment of the event log has a damaged header and cannot be read. It is left as it is.',
  )
  return undefined
}

async function recoverLast(
  place: PartitionPlace,
  path: string,
  header: SegmentHeader,
  bytes: number,
): Promise<Segment> {
  const { files, logger, topic, partition } = place
  const segment = new Segment(path, header, HEADER_BYTES, header.baseOffset, 0)
  await files.use(path, async (file) => {
    for await (const found of scanRecords({
      file,
      marker: header.marker,
      fromPosition: HEADER_BYTES,
      untilPosition: bytes,
    })) {
      if (!('record' in found)) continue
      segment.remember(found.offset, found.position)
      segment.sizeBytes = found.position + found.bytes
      segment.endOffset = found.offset + 1n
      segment.newestAtMs = found.appendedAtMs
    }
  })
  if (segment.sizeBytes < bytes) {
    await files.forget(path)
    await truncate(path, segment.sizeBytes)
    logger.warn(
      { topic, partition, path, bytes: bytes - segment.sizeBytes },
      'Cut the half-written end of the event log that a crash left.',
    )
  }
  return segment
}
