import type { EventLog } from '@pyflare/event-log'

export interface PartitionLag {
  topic: string
  partition: number
  /** Messages that are in the log and not yet queryable. */
  messagesBehind: bigint
  /** Age of the oldest message that is being written; 0 when nothing is. A message waits for company at most `maxWaitMs`. */
  oldestAgeMs: number
}

export interface WriteLag {
  partitions: readonly PartitionLag[]
  messagesBehind: bigint
  /** How old what pages show may be. */
  oldestAgeMs: number
}

/** How far the store is behind the log, for marks of freshness. */
export async function measureLag(
  eventLog: EventLog,
  group: string,
  topics: readonly string[],
  oldestAtMs: (topic: string, partition: number) => number | undefined,
  nowMs: number,
): Promise<WriteLag> {
  const partitions: PartitionLag[] = []
  for (const topic of topics) {
    for (const { partition, oldestOffset, endOffset, committedOffset } of await eventLog.positions(topic, group)) {
      const since = oldestAtMs(topic, partition)
      partitions.push({
        topic,
        partition,
        messagesBehind: endOffset - (committedOffset ?? oldestOffset),
        oldestAgeMs: since === undefined ? 0 : Math.max(0, nowMs - since),
      })
    }
  }
  return {
    partitions,
    messagesBehind: partitions.reduce((sum, lag) => sum + lag.messagesBehind, 0n),
    oldestAgeMs: partitions.reduce((oldest, lag) => Math.max(oldest, lag.oldestAgeMs), 0),
  }
}
