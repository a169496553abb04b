import { rm } from 'node:fs/promises'
import type { Logger } from '@pyflare/observe'
import { chooseExpired, chooseReclaimable, type PartitionFacts, type RetentionLimits } from './choose-segments.ts'
import type { CommittedOffsets } from './committed-offsets.ts'
import type { Partition } from './partition.ts'

export interface RetainedTopic {
  name: string
  partitions: readonly Partition[]
  retention: RetentionLimits
}

export interface RetentionOptions {
  topics: readonly RetainedTopic[]
  offsets: CommittedOffsets
  logger: Logger
  clock: () => number
}

/** Deletes whole segments: in time by age and size, in need by what consumers are done with. */
export class Retention {
  #last: Promise<unknown> = Promise.resolve()
  #requested = false

  constructor(private readonly options: RetentionOptions) {}

  /** Applies age and size soon. Several requests at once are one. A failure is logged, and the next request tries again. */
  request(): void {
    if (this.#requested) return
    this.#requested = true
    void this.#alone(async () => {
      this.#requested = false
      await this.#expire()
    }).catch((error: unknown) => {
      this.options.logger.error({ err: error }, 'Could not delete old log segments. They will be tried again.')
    })
  }

  /** Frees `bytes`, or as many as groups have consumed. */
  reclaim(bytes: number): Promise<void> {
    return this.#alone(async () => {
      const partitions = this.options.topics.flatMap((topic) => topic.partitions)
      const freed = await this.#deleteOldest(partitions, chooseReclaimable(this.#facts(partitions), bytes))
      if (freed >= bytes) return
      // Segments that still grow can't be deleted, so those that are consumed to the end make way for new ones.
      for (const partition of partitions) {
        const consumedTo = this.#consumedTo(partition)
        if (consumedTo !== undefined) await closeConsumed(partition, consumedTo)
      }
      await this.#deleteOldest(partitions, chooseReclaimable(this.#facts(partitions), bytes - freed))
    })
  }

  async settle(): Promise<void> {
    await this.#last.catch(() => undefined)
  }

  /** Who keeps segments from being deleted, in words; '' when nobody does. */
  blockers(): string {
    const blockers: string[] = []
    for (const { name, partitions } of this.options.topics) {
      const behind = new Map<string, bigint>()
      for (const partition of partitions) {
        for (const { group, committed } of this.#groupsOf(partition)) {
          const from = (committed ?? 0n) > partition.oldestOffset ? (committed ?? 0n) : partition.oldestOffset
          behind.set(group, (behind.get(group) ?? 0n) + partition.endOffset - from)
        }
      }
      for (const [group, count] of behind)
        if (count > 0n) blockers.push(`${group} has ${count} messages of ${name} to read`)
    }
    return blockers.join('; ')
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work, work)
    this.#last = done
    return done
  }

  async #expire(): Promise<void> {
    const nowMs = this.options.clock()
    for (const { partitions, retention } of this.options.topics) {
      for (const partition of partitions) {
        // Without this, what an idle partition received last would stay for ever.
        const isOld = partition.activeSegment.newestAtMs < nowMs - retention.maxAgeMs
        if (isOld) await closeConsumed(partition, this.#consumedTo(partition) ?? partition.endOffset)
      }
      await this.#deleteOldest(partitions, chooseExpired(this.#facts(partitions), retention, nowMs))
    }
  }

  #facts(partitions: readonly Partition[]): PartitionFacts[] {
    return partitions.map((partition) => ({
      closed: partition.closedSegments,
      activeBytes: partition.activeSegment.bytes,
      consumedTo: this.#consumedTo(partition),
    }))
  }

  #groupsOf({ options }: Partition): { group: string; committed: bigint | undefined }[] {
    return this.options.offsets.groupsOf(options.topic, options.number)
  }

  #consumedTo(partition: Partition): bigint | undefined {
    let lowest: bigint | undefined
    for (const { committed = 0n } of this.#groupsOf(partition)) {
      if (lowest === undefined || committed < lowest) lowest = committed
    }
    return lowest
  }

  async #deleteOldest(partitions: readonly Partition[], counts: readonly number[]): Promise<number> {
    let bytes = 0
    for (const [index, partition] of partitions.entries()) {
      for (let left = counts[index] ?? 0; left > 0; left--) {
        const segment = partition.dropOldest()
        if (!segment) break
        await partition.options.files.forget(segment.path)
        await rm(segment.path, { force: true })
        bytes += segment.bytes
        const { topic, number } = partition.options
        const oldestOffset = partition.oldestOffset.toString()
        this.options.logger.debug({ topic, partition: number, oldestOffset }, 'Deleted the oldest log segment.')
      }
    }
    return bytes
  }
}

/** Begins a new active segment where the old one holds records that are all consumed. */
async function closeConsumed(partition: Partition, consumedTo: bigint): Promise<void> {
  if (!partition.activeSegment.isEmpty && partition.endOffset <= consumedTo) await partition.roll()
}
