import type { StoredMessage } from '@pyflare/event-log'

/** Neighbouring messages of one partition that are inserted as one. */
export interface Block {
  topic: string
  partition: number
  /** One at least, in order of offset. */
  messages: readonly StoredMessage[]
  /** One past the offset of the last message. */
  until: bigint
}

export function blockOf(topic: string, partition: number, messages: readonly StoredMessage[]): Block {
  const last = messages.at(-1)
  if (last === undefined) throw new RangeError('A block has one message at least.')
  return { topic, partition, messages, until: last.offset + 1n }
}

/**
 * The same messages have the same token after any restart, and so has each part of them. The time at which the log took
 * the first one tells them from messages at the same offsets of a log that was since begun anew: without it the store
 * would take new telemetry for a repetition of old, and drop it.
 */
export function blockToken({ topic, partition, messages, until }: Block): string {
  const first = messages[0]
  return `${topic}/${partition}/${first?.appendedAtMs}/${first?.offset}-${until}`
}
