import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Logger, PyflareError } from '@pyflare/observe'
import type {
  BatchHandler,
  EventLog,
  LogMessage,
  PartitionPosition,
  SubscribeOptions,
  Subscription,
} from '../event-log.ts'
import { ConsumerGroup } from './consumer-group.ts'
import { lockDirectory } from './directory-lock.ts'
import { GroupStore } from './group-store.ts'
import { OpenFiles } from './open-files.ts'
import { PartitionLog } from './partition-log.ts'

export interface TopicOptions {
  name: string
  partitions: number
  retention: { maxAgeMs: number; maxBytes: number }
}

export interface LocalEventLogOptions {
  dir: string
  topics: readonly TopicOptions[]
  /** Beyond this, appends are refused with `log_full` until consumers have caught up. */
  maxTotalBytes: number
  segmentBytes: number
  logger: Logger
  /** Milliseconds since 1970. */
  now?: () => number
}

const MAX_OPEN_FILES = 128
const RETENTION_EVERY_MS = 30_000

interface Topic {
  options: TopicOptions
  partitions: PartitionLog[]
  groups: Map<string, ConsumerGroup>
}

/** Opens the log in a folder of this machine, for this process alone. Rejects with `environment_unfit` where another has it. */
export async function openLocalEventLog(options: LocalEventLogOptions): Promise<LocalEventLog> {
  const unlock = await lockDirectory(options.dir)
  try {
    const files = new OpenFiles(MAX_OPEN_FILES)
    const groups = await GroupStore.open(join(options.dir, 'groups'))
    const topics = new Map<string, Topic>()
    for (const topic of options.topics) {
      const partitions = await Promise.all(
        Array.from({ length: topic.partitions }, (_, partition) =>
          PartitionLog.open({
            topic: topic.name,
            partition,
            dir: join(options.dir, 'topics', topic.name, String(partition)),
            files,
            logger: options.logger,
            segmentBytes: options.segmentBytes,
            now: options.now ?? Date.now,
          }),
        ),
      )
      topics.set(topic.name, { options: topic, partitions, groups: new Map() })
    }
    return new LocalEventLog(options, topics, groups, files, unlock)
  } catch (error) {
    await unlock()
    throw error
  }
}

class LocalEventLog implements EventLog {
  readonly #timer: NodeJS.Timeout
  #closed = false

  constructor(
    private readonly options: LocalEventLogOptions,
    private readonly topics: ReadonlyMap<string, Topic>,
    private readonly groups: GroupStore,
    private readonly files: OpenFiles,
    private readonly unlock: () => Promise<void>,
  ) {
    this.#timer = setInterval(() => void this.applyRetention(), RETENTION_EVERY_MS)
    this.#timer.unref()
  }

  async append(topicName: string, messages: readonly LogMessage[]): Promise<void> {
    const topic = this.#open(topicName)
    const bytes = messages.reduce((sum, message) => sum + message.value.byteLength, 0)
    await this.#makeRoom(bytes)
    const byPartition = new Map<number, LogMessage[]>()
    for (const message of messages) {
      const partition = partitionOf(message.key, topic.partitions.length)
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), message])
    }
    await Promise.all([...byPartition].map(([partition, own]) => topic.partitions[partition]?.append(own)))
  }

  async subscribe(options: SubscribeOptions, handle: BatchHandler): Promise<Subscription> {
    const topic = this.#open(options.topic)
    const group =
      topic.groups.get(options.group) ?? new ConsumerGroup(topic.partitions, this.groups, this.options.logger)
    topic.groups.set(options.group, group)
    return group.join(options, handle)
  }

  async positions(topicName: string, group: string): Promise<PartitionPosition[]> {
    return this.#open(topicName).partitions.map((log, partition) => {
      const committed = this.groups.get(group, topicName, partition)
      return {
        partition,
        oldestOffset: log.oldestOffset,
        endOffset: log.endOffset,
        committedOffset: committed?.offset,
        metadata: committed?.metadata ?? '',
      }
    })
  }

  partitionCount(topicName: string): number {
    return this.#open(topicName).partitions.length
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#timer)
    const topics = [...this.topics.values()]
    await Promise.all(topics.flatMap(({ groups }) => [...groups.values()].map((group) => group.close())))
    await Promise.all(topics.flatMap(({ partitions }) => partitions.map((log) => log.close())))
    await this.files.close()
    await this.unlock()
  }

  /** Drops segments that are too old or too many and that every known group is done with. Returns the bytes freed. */
  async applyRetention(): Promise<number> {
    const now = (this.options.now ?? Date.now)()
    return this.#drop((topic, log, segment) => {
      const { maxAgeMs, maxBytes } = topic.options.retention
      return segment.newestAtMs < now - maxAgeMs || log.sizeBytes > maxBytes / topic.options.partitions
    })
  }

  async #makeRoom(bytes: number): Promise<void> {
    if (this.#sizeBytes() + bytes <= this.options.maxTotalBytes) return
    await this.#drop(() => true)
    if (this.#sizeBytes() + bytes <= this.options.maxTotalBytes) return
    throw new PyflareError(
      'log_full',
      'The event log has no room until its consumers have caught up. Send again later.',
      { retryAfterMs: 5_000 },
    )
  }

  async #drop(mayGo: (topic: Topic, log: PartitionLog, segment: { newestAtMs: number }) => boolean): Promise<number> {
    let freed = 0
    for (const topic of this.topics.values()) {
      for (const [partition, log] of topic.partitions.entries()) {
        const done = this.#doneUntil(topic, partition)
        freed += await log.dropOldest(
          (segment) => (done === undefined || segment.endOffset <= done) && mayGo(topic, log, segment),
        )
      }
    }
    return freed
  }

  /** The offset that every known group has committed; undefined where no group reads the topic. */
  #doneUntil(topic: Topic, partition: number): bigint | undefined {
    const known = new Set([...this.groups.groupsOf(topic.options.name), ...topic.groups.keys()])
    const offsets = [...known].map((group) => this.groups.get(group, topic.options.name, partition)?.offset ?? 0n)
    return offsets.sort((a, b) => Number(a - b))[0]
  }

  #sizeBytes(): number {
    let sum = 0
    for (const { partitions } of this.topics.values()) for (const log of partitions) sum += log.sizeBytes
    return sum
  }

  #open(name: string): Topic {
    if (this.#closed) throw new PyflareError('unavailable', 'The event log is closed.')
    const topic = this.topics.get(name)
    if (topic === undefined) throw new PyflareError('not_found', `There is no topic ${name}.`)
    return topic
  }
}

/** The same key goes to the same partition, on every machine and after every restart. */
function partitionOf(key: string, partitions: number): number {
  return createHash('sha1').update(key).digest().readUInt32LE(0) % partitions
}
