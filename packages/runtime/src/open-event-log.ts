import { join } from 'node:path'
import type { Config } from '@pyflare/config'
import { type EventLog, openLocalEventLog } from '@pyflare/event-log'
import type { Logger } from '@pyflare/observe'

const MIB = 1_048_576
const HOUR_MS = 3_600_000

/** Topics and their partitions on one machine: as many as two cores can insert at once, spans before all. */
const TOPICS = [
  { name: 'pyflare.traces', partitions: 4 },
  { name: 'pyflare.metrics', partitions: 2 },
  { name: 'pyflare.logs', partitions: 2 },
]

/** The log that the configuration names. */
export async function openEventLog({ eventLog, dataDir }: Config, logger: Logger): Promise<EventLog> {
  const retention = { maxAgeMs: eventLog.retentionHours * HOUR_MS, maxBytes: eventLog.retentionMib * MIB }
  return openLocalEventLog({
    dir: eventLog.dir ?? join(dataDir, 'event-log'),
    topics: TOPICS.map((topic) => ({ ...topic, retention })),
    maxTotalBytes: eventLog.maxTotalMib * MIB,
    segmentBytes: eventLog.segmentMib * MIB,
    logger,
  })
}
