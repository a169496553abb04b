import { crc32 } from 'node:zlib'
import { type Logger, PyflareError } from '@pyflare/observe'
import type {
  BatchHandler,
  EventLog,
  LogMessage,
  PartitionPosition,
  SubscribeOptions,
  Subscription,
} from '../event-log.ts'
import { checkName } from './check-name.ts'
import type { CommittedOffsets } from './committed-offsets.ts'
import { ConsumerGroup } from './consumer-group.ts'
import { LogRoom } from './log-room.ts'
import type { OpenFiles } from './open-files.ts'
import type { Partition } from './partition.ts'
import { encodeRecord, type UnsealedRecord } from './record.ts'
import { type RetainedTopic, Retention } from './retention.ts'

/** Each commit applies retention; where nothing is committed, time does, this often. */
const RETENTION_EVERY_MS = 30_000

export interface LocalEventLogParts {
  dir: string
  topics: readonly RetainedTopic[]
  offsets: CommittedOffsets
  files: OpenFiles
  maxTotalBytes: number
  leastFreeBytes: number
  handoverMs: number
  logger: Logger
  clock: () => number
  unlock: () => Promise<void>
}

/** The port over segment files. `openLocalEventLog` makes one. */
export class LocalEventLog implements EventLog {
  readonly #topics: ReadonlyMap<string, RetainedTopic>
  readonly #groups = new Map<string, ConsumerGroup>()
  readonly #retention: Retention
  readonly #room: LogRoom
  readonly #appends = new Set<Promise<void>>()
  readonly #timer: NodeJS.Timeout
  #closing: Promise<void> | undefined

  constructor(private readonly parts: LocalEventLogParts) {
    const { dir, topics, maxTotalBytes, leastFreeBytes } = parts
    this.#topics = new Map(topics.map((topic) => [topic.name, topic]))
    this.#retention = new Retention(parts)
    const usage = () => this.#usage()
    this.#room = new LogRoom({ dir, maxTotalBytes, leastFreeBytes, usage, retention: this.#retention })
    this.#timer = setInterval(() => this.#retention.request(), RETENTION_EVERY_MS).unref()
  }

  async append(topic: string, messages: readonly LogMessage[]): Promise<void> {
    const { partitions } = this.#topic(topic)
    if (messages.length === 0) return
    const records = new Map<Partition, UnsealedRecord[]>()
    let bytes = 0
    for (const message of messages) {
      const partition = partitions[partitionOf(message.key, partitions.length)]
      if (!partition) continue
      const record = encodeRecord(message)
      bytes += record.bytes
      const others = records.get(partition)
      if (others) others.push(record)
      else records.set(partition, [record])
    }
    const done = this.#room.use(bytes, () => appendAll(records))
    this.#appends.add(done)
    try {
      await done
    } finally {
      this.#appends.delete(done)
    }
  }

  async subscribe(options: SubscribeOptions, handle: BatchHandler): Promise<Subscription> {
    const { partitions } = this.#topic(options.topic)
    checkName('group', options.group)
    checkLimits(options)
    await this.parts.offsets.join(options.group, options.topic)
    // The log may have begun to close meanwhile; then nobody would stop this member.
    this.#topic(options.topic)
    const key = `${options.group}/${options.topic}`
    let group = this.#groups.get(key)
    if (!group) {
      const { offsets, logger, handoverMs } = this.parts
      group = new ConsumerGroup({ partitions, offsets, logger, handoverMs, onCommit: () => this.#retention.request() })
      this.#groups.set(key, group)
    }
    return group.join({ ...options }, handle)
  }

  async positions(topic: string, group: string): Promise<PartitionPosition[]> {
    return this.#topic(topic).partitions.map((partition, number) => {
      const committed = this.parts.offsets.get(group, topic, number)
      return {
        partition: number,
        oldestOffset: partition.oldestOffset,
        endOffset: partition.endOffset,
        committedOffset: committed?.offset,
        metadata: committed?.metadata ?? '',
      }
    })
  }

  partitionCount(topic: string): number {
    return this.#topic(topic).partitions.length
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer)
    const partitions = [...this.#topics.values()].flatMap((topic) => topic.partitions)
    await Promise.all([...this.#groups.values()].map((group) => group.stop()))
    await Promise.allSettled(this.#appends)
    await this.parts.offsets.settle()
    await this.#retention.settle()
    await Promise.all(partitions.map((partition) => partition.settle()))
    await this.parts.files.close()
    await this.parts.unlock()
  }

  #topic(name: string): RetainedTopic {
    if (this.#closing) throw new PyflareError('unavailable', `The event log in ${this.parts.dir} is closed.`)
    const topic = this.#topics.get(name)
    if (!topic) throw new PyflareError('not_found', `The event log has no topic ${JSON.stringify(name.slice(0, 200))}.`)
    return topic
  }

  #usage(): { storedBytes: number; waitingBytes: number } {
    let storedBytes = 0
    let waitingBytes = 0
    for (const { partitions } of this.#topics.values()) {
      for (const partition of partitions) {
        storedBytes += partition.bytes
        waitingBytes += partition.waitingBytes
      }
    }
    return { storedBytes, waitingBytes }
  }
}

/** The same key goes to the same partition on every machine and after every restart. */
function partitionOf(key: string, partitions: number): number {
  return crc32(key) % partitions
}

/** Settles when every partition has, because until then the bytes are in use; then rejects as the first that failed. */
async function appendAll(records: ReadonlyMap<Partition, readonly UnsealedRecord[]>): Promise<void> {
  const outcomes = await Promise.allSettled([...records].map(([partition, own]) => partition.append(own)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

function checkLimits({ maxBatchBytes, maxWaitMs }: SubscribeOptions): void {
  if (!(maxBatchBytes >= 1))
    throw new PyflareError('invalid_argument', `maxBatchBytes is ${maxBatchBytes}, not 1 or more.`)
  if (!(maxWaitMs >= 0)) throw new PyflareError('invalid_argument', `maxWaitMs is ${maxWaitMs}, not 0 or more.`)
}
