import { setTimeout as pause } from 'node:timers/promises'
import type { BatchHandler, SubscribeOptions, Subscription } from '../event-log.ts'
import { assignPartitions } from './assign-partitions.ts'
import type { Partition } from './partition.ts'
import { type ConsumerOptions, PartitionConsumer } from './partition-consumer.ts'

interface Member {
  subscription: SubscribeOptions
  handle: BatchHandler
  /** All that ever held a partition: a batch may outlast its hold, and leaving waits for it. */
  consumers: Set<PartitionConsumer>
  stopping: Promise<void> | undefined
}

/** A partition within the group. */
interface Seat {
  partition: Partition
  holder?: { member: Member; consumer: PartitionConsumer }
  /** Who should hold it; `holder` follows. */
  wanted: Member | undefined
  moving: boolean
}

export interface ConsumerGroupOptions extends Pick<ConsumerOptions, 'offsets' | 'logger' | 'onCommit'> {
  partitions: readonly Partition[]
  /** How long a member that has to give a partition away may still work on its batch. */
  handoverMs: number
}

/** The members of one group on one topic. Each partition has one holder at a time; joining and leaving moves partitions. */
export class ConsumerGroup {
  readonly #members = new Set<Member>()
  readonly #seats: Seat[]

  constructor(private readonly options: ConsumerGroupOptions) {
    this.#seats = options.partitions.map((partition) => ({ partition, wanted: undefined, moving: false }))
  }

  join(subscription: SubscribeOptions, handle: BatchHandler): Subscription {
    const member: Member = { subscription, handle, consumers: new Set(), stopping: undefined }
    this.#members.add(member)
    this.#rebalance()
    return { stop: () => this.#stop(member) }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.#stop(member)))
  }

  #stop(member: Member): Promise<void> {
    member.stopping ??= this.#leave(member)
    return member.stopping
  }

  async #leave(member: Member): Promise<void> {
    await Promise.all([...member.consumers].map((consumer) => consumer.end()))
    for (const consumer of member.consumers) consumer.lose()
    this.#members.delete(member)
    this.#rebalance()
  }

  #rebalance(): void {
    const owners = assignPartitions(
      [...this.#members],
      this.#seats.map(({ wanted }) => wanted),
    )
    this.#seats.forEach((seat, index) => {
      seat.wanted = owners[index]
      void this.#move(seat)
    })
  }

  async #move(seat: Seat): Promise<void> {
    if (seat.moving) return
    seat.moving = true
    while (seat.holder?.member !== seat.wanted) {
      if (seat.holder) {
        await this.#settled(seat.holder.consumer)
        const { member, consumer } = seat.holder
        consumer.lose()
        void consumer.end().then(() => member.consumers.delete(consumer))
        seat.holder = undefined
      }
      const member = seat.wanted
      // One that is leaving would only be told to end again.
      if (!member || member.stopping) break
      seat.holder = { member, consumer: this.#consume(seat.partition, member) }
    }
    seat.moving = false
  }

  #consume(partition: Partition, member: Member): PartitionConsumer {
    const { offsets, logger, onCommit } = this.options
    const { subscription, handle, consumers } = member
    const consumer = new PartitionConsumer({ subscription, handle, partition, offsets, logger, onCommit })
    consumers.add(consumer)
    return consumer
  }

  /** Resolves when the consumer's handler is done, or has had its time. */
  async #settled(consumer: PartitionConsumer): Promise<void> {
    const waiting = new AbortController()
    const timeout = pause(this.options.handoverMs, undefined, { signal: waiting.signal }).catch(() => undefined)
    await Promise.race([consumer.end(), timeout])
    waiting.abort()
  }
}
