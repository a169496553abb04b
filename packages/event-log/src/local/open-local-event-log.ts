import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Logger, PyflareError } from '@pyflare/observe'
import type { EventLog } from '../event-log.ts'
import { checkName } from './check-name.ts'
import { CommittedOffsets } from './committed-offsets.ts'
import { lockDirectory } from './directory-lock.ts'
import { createDirectory } from './durable-file.ts'
import { LocalEventLog } from './local-event-log.ts'
import { OpenFiles } from './open-files.ts'
import { openPartition } from './open-partition.ts'
import { FOLDER_MODE, keepPrivate } from './private-files.ts'
import type { RetainedTopic } from './retention.ts'

const OPEN_FILES_LIMIT = 128
const HANDOVER_MS = 10_000
const LEAST_FREE_BYTES = 64 * 1024 * 1024

export interface TopicOptions {
  /** 1 to 200 of A-Z a-z 0-9 . _ - */
  name: string
  /** At least so many: a topic keeps those that it has. More of them send some keys to other partitions. */
  partitions: number
  retention: {
    /** Since the newest message of a segment was appended. */
    maxAgeMs: number
    /** Of all partitions of the topic together. */
    maxBytes: number
  }
}

export interface LocalEventLogOptions {
  /** Made when it is missing. */
  dir: string
  topics: readonly TopicOptions[]
  /** Where the log would grow beyond this, what groups have consumed goes early; if that is not enough: `log_full`. */
  maxTotalBytes: number
  /** When a segment file has this many bytes the next is begun. Only whole files are deleted. */
  segmentBytes: number
  /** Appends are refused with `log_full` where they would leave less of the disk free. 64 MiB unless it is given. */
  leastFreeBytes?: number
  logger: Logger
  /** Milliseconds since 1970. */
  now?: () => number
  /** How long a member that has to give a partition to a new member may still work on its batch. */
  handoverMs?: number
}

/**
 * Opens the event log in a folder, for this process alone. Mends what a crash left: half-written ends are cut, damaged
 * records are passed over and named in the log. Rejects with `environment_unfit` where another process has the folder,
 * with `config_invalid` for options that can't be, with `corrupt_data` where committed offsets can't be read.
 */
export async function openLocalEventLog(options: LocalEventLogOptions): Promise<EventLog> {
  checkOptions(options)
  const { dir, maxTotalBytes, logger, now: clock = Date.now } = options
  const { handoverMs = HANDOVER_MS, leastFreeBytes = LEAST_FREE_BYTES } = options
  await mkdir(dir, { recursive: true, mode: FOLDER_MODE })
  const unlock = await lockDirectory(dir)
  const files = new OpenFiles(OPEN_FILES_LIMIT)
  try {
    await keepPrivate(dir, logger)
    const offsets = await CommittedOffsets.open(join(dir, 'offsets'), files)
    const topics: RetainedTopic[] = []
    for (const topic of options.topics) topics.push(await openTopic(topic, options, { files, offsets, clock }))
    const limits = { maxTotalBytes, leastFreeBytes, handoverMs }
    return new LocalEventLog({ dir, topics, offsets, files, ...limits, logger, clock, unlock })
  } catch (error) {
    await files.close()
    await unlock()
    throw error
  }
}

async function openTopic(
  topic: TopicOptions,
  { dir, segmentBytes, logger }: LocalEventLogOptions,
  parts: { files: OpenFiles; offsets: CommittedOffsets; clock: () => number },
): Promise<RetainedTopic> {
  const { name, retention } = topic
  const topicDir = join(dir, 'topics', name)
  await createDirectory(topicDir, parts.files)
  const found = (await readdir(topicDir)).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const partitions = []
  const count = Math.max(topic.partitions, ...found.map((number) => number + 1))
  for (let number = 0; number < count; number++) {
    const place = { topic: name, number, dir: join(topicDir, String(number)), segmentBytes, logger }
    partitions.push(await openPartition({ ...place, files: parts.files, clock: parts.clock }, parts.offsets))
  }
  return { name, partitions, retention }
}

function checkOptions({ topics, maxTotalBytes, segmentBytes }: LocalEventLogOptions): void {
  const names = new Set<string>()
  for (const { name, partitions } of topics) {
    checkName('topic', name)
    if (names.has(name)) throw new PyflareError('config_invalid', `Topic ${name} is listed twice.`)
    names.add(name)
    if (!Number.isInteger(partitions) || partitions < 1 || partitions > 1024)
      throw new PyflareError('config_invalid', `Topic ${name} has ${partitions} partitions; it must be 1 to 1024.`)
  }
  if (!(segmentBytes > 0)) throw new PyflareError('config_invalid', `segmentBytes is ${segmentBytes}, not more than 0.`)
  if (!(maxTotalBytes >= segmentBytes))
    throw new PyflareError(
      'config_invalid',
      `maxTotalBytes (${maxTotalBytes}) is less than one segment (${segmentBytes}).`,
    )
}
