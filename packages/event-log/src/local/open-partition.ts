import type { CommittedOffsets } from './committed-offsets.ts'
import { createDirectory } from './durable-file.ts'
import { Partition, type PartitionOptions } from './partition.ts'
import { recoverPartition } from './recover-partition.ts'

/** Opens a partition's folder, made when it is missing, ready to append and to read. */
export async function openPartition(options: PartitionOptions, offsets: CommittedOffsets): Promise<Partition> {
  const { topic, number, dir, files, logger } = options
  await createDirectory(dir, files)
  const { closed, active } = await recoverPartition(dir, files, logger)
  const partition = new Partition(options, closed, active)
  let furthest = 0n
  for (const { committed = 0n } of offsets.groupsOf(topic, number)) if (committed > furthest) furthest = committed
  if (furthest > partition.endOffset) {
    // New messages at offsets that a group has behind it would never reach that group.
    const facts = { topic, partition: number, endOffset: `${partition.endOffset}`, committedOffset: `${furthest}` }
    logger.error(
      facts,
      `The end of ${topic}/${number} is missing: a group has read further. Going on behind what it read.`,
    )
    await partition.roll(furthest)
  }
  return partition
}
