import { join } from 'node:path'
import type { Config } from '@pyflare/config'
import { TOPICS } from '@pyflare/domain'
import { type EventLog, openLocalEventLog } from '@pyflare/event-log'
import { type Logger, PyflareError } from '@pyflare/observe'
import { makeFolder } from './make-folder.ts'

const MIB = 1_048_576
const HOUR_MS = 3_600_000

/**
 * Topics and their partitions on one machine. Each partition brings an insert of its own twice a second, which costs much the same
 * however few rows it has: two let one insert while the other settles.
 */
const PARTITIONS = {
  [TOPICS.traces]: 2,
  [TOPICS.metrics]: 2,
  [TOPICS.logs]: 2,
  [TOPICS.evaluations]: 2,
  [TOPICS.intake]: 1,
}

/** The log that the configuration names. */
export async function openEventLog({ eventLog, dataDir }: Config, logger: Logger): Promise<EventLog> {
  const retention = { maxAgeMs: eventLog.retentionHours * HOUR_MS, maxBytes: eventLog.retentionMib * MIB }
  const dir = eventLog.dir ?? join(dataDir, 'event-log')
  await makeFolder(dir).catch((cause: NodeJS.ErrnoException) => {
    const mend = 'Name another with event_log.dir or data_dir, or give this user the right to write there.'
    throw new PyflareError(
      'environment_unfit',
      `The event log's folder ${dir} can't be made (${cause.code}). ${mend}`,
      {
        cause,
      },
    )
  })
  return openLocalEventLog({
    dir,
    topics: Object.entries(PARTITIONS).map(([name, partitions]) => ({ name, partitions, retention })),
    maxTotalBytes: eventLog.maxTotalMib * MIB,
    segmentBytes: eventLog.segmentMib * MIB,
    logger,
  })
}
