import type { Logger } from '@pyflare/observe'
import type { BatchHandler, SubscribeOptions, Subscription } from '../event-log.ts'
import { PartitionConsumer } from './consumer.ts'
import type { GroupStore } from './group-store.ts'
import type { PartitionLog } from './partition-log.ts'

interface Member {
  options: SubscribeOptions
  handle: BatchHandler
  consumers: Map<number, PartitionConsumer>
}

/** The members of one group on one topic, in this process: partitions are dealt out evenly, anew whenever one comes or goes. */
export class ConsumerGroup {
  readonly #members: Member[] = []
  #dealing: Promise<void> = Promise.resolve()

  constructor(
    private readonly partitions: readonly PartitionLog[],
    private readonly groups: GroupStore,
    private readonly logger: Logger,
  ) {}

  async join(options: SubscribeOptions, handle: BatchHandler): Promise<Subscription> {
    const member: Member = { options, handle, consumers: new Map() }
    this.#members.push(member)
    await this.#deal()
    return { stop: () => this.#leave(member) }
  }

  /** Ends all members; running batches may finish and commit. */
  async close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.#leave(member)))
  }

  async #leave(member: Member): Promise<void> {
    const index = this.#members.indexOf(member)
    if (index < 0) return
    this.#members.splice(index, 1)
    await Promise.all([...member.consumers.values()].map((consumer) => consumer.finish()))
    member.consumers.clear()
    await this.#deal()
  }

  #deal(): Promise<void> {
    this.#dealing = this.#dealing.then(() => this.#dealOnce())
    return this.#dealing
  }

  async #dealOnce(): Promise<void> {
    const owners = this.partitions.map((_log, partition) => this.#members[partition % this.#members.length])
    for (const member of this.#members) {
      for (const [partition, consumer] of member.consumers) {
        if (owners[partition] === member) continue
        member.consumers.delete(partition)
        await consumer.end()
      }
    }
    owners.forEach((member, partition) => {
      const log = this.partitions[partition]
      if (member === undefined || log === undefined || member.consumers.has(partition)) return
      const { options, handle } = member
      member.consumers.set(
        partition,
        new PartitionConsumer({ ...options, handle, partition, log, groups: this.groups, logger: this.logger }),
      )
    })
  }
}
