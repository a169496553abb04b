/**
 * The durable log between receiving and everything that follows.
 *
 * Topics have a fixed number of partitions. Within a partition messages have offsets 0, 1, 2, … and keep the order in
 * which they were appended. Across partitions there is no order. Delivery is at least once: a consumer that stops between
 * its work and its commit sees the same messages again, in the same order and with the same offsets.
 */
export interface EventLog {
  /**
   * Appends messages and resolves once all of them are durable (on disk, or acknowledged by all in-sync replicas).
   * A rejection says nothing about which messages are in the log: an append that is repeated may be there twice, so each
   * message carries an id in its headers. Rejects with `PyflareError` `log_full` (retryable) when the log has no room.
   * The caller may not change the bytes until the promise settles.
   */
  append(topic: string, messages: readonly LogMessage[]): Promise<void>

  /**
   * Reads a topic as a member of `group`. Each partition goes to one member at a time; its messages arrive in batches of
   * rising offsets, from the committed offset on, or from the oldest kept message where nothing was committed.
   * One batch of a partition is handled at a time. If `handle` rejects, the same batch is delivered again after a pause.
   */
  subscribe(options: SubscribeOptions, handle: BatchHandler): Promise<Subscription>

  /** Committed positions of a group, and the ends of the log: what monitoring calls lag. */
  positions(topic: string, group: string): Promise<PartitionPosition[]>

  /** How many partitions a topic has. Rejects with `not_found` for a topic that does not exist. */
  partitionCount(topic: string): number

  /** Finishes running appends, stops subscriptions without committing more, closes files or connections. */
  close(): Promise<void>
}

export interface LogMessage {
  /** Chooses the partition: the same key always goes to the same partition. */
  key: string
  value: Uint8Array
  headers?: Readonly<Record<string, string>>
}

export interface StoredMessage {
  offset: bigint
  /** Milliseconds since 1970 when the log took the message. */
  appendedAtMs: number
  key: string
  value: Uint8Array
  headers: Readonly<Record<string, string>>
}

export interface SubscribeOptions {
  topic: string
  group: string
  /** A batch ends at this many bytes of values, yet holds one message at least. */
  maxBatchBytes: number
  /** How long to wait for more before a batch that is not full is handed over. 0: at once. */
  maxWaitMs: number
}

export interface MessageBatch {
  topic: string
  partition: number
  messages: readonly StoredMessage[]
  /** The metadata of the newest commit of this partition when the batch was read; '' where there was none. */
  committedMetadata: string
  /**
   * Makes `nextOffset` (one past the last message whose work is done) and `metadata` (up to 4,000 characters) durable.
   * Commits may carry an offset that was committed before, to record metadata ahead of work. Rejects with `stale_member`
   * when the partition has gone to another member.
   */
  commit(nextOffset: bigint, metadata?: string): Promise<void>
  /** Tells the log that a long batch is still being worked on. Rejects with `stale_member` like `commit`. */
  heartbeat(): Promise<void>
  /** Aborted when the subscription stops or the partition is taken away. */
  signal: AbortSignal
}

/** Resolving means: ready for the next batch (which starts after this one, committed or not). */
export type BatchHandler = (batch: MessageBatch) => Promise<void>

export interface Subscription {
  /** Waits for the running batch, then leaves the group. */
  stop(): Promise<void>
}

export interface PartitionPosition {
  partition: number
  oldestOffset: bigint
  /** The offset that the next appended message will get. */
  endOffset: bigint
  committedOffset: bigint | undefined
  metadata: string
}
