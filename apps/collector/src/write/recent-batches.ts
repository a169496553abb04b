import { createHash } from 'node:crypto'
import type { StoredMessage } from '@pyflare/event-log'

/** More batches than a partition takes in the time in which a refused append is repeated. */
const REMEMBERED = 10_000
/** As many as fit beside a committed offset. */
const PERSISTED = 120
const BATCH_ID_HEADER = 'batch-id'
/** Of a batch that a process before this one saw. */
const LONG_AGO = -1n

/**
 * The newest batches of a partition, by id: an append that was rejected may be in the log all the same, and its repeat
 * then stands there a second time, behind it. A message that is merely delivered again has its old offset, and is no repeat.
 */
export class RecentBatches {
  /** Offsets by id; a map keeps the order in which ids were added. */
  readonly #offsets = new Map<string, bigint>()

  /** Remembers the message; true when an earlier one bears its id. Messages without an id are never repeats. */
  repeats(message: StoredMessage): boolean {
    const id = shortId(message)
    if (id === undefined) return false
    const known = this.#offsets.get(id)
    if (known === undefined) this.#add(id, message.offset)
    return known !== undefined && known < message.offset
  }

  restore(ids: readonly string[]): void {
    for (const id of ids) if (!this.#offsets.has(id)) this.#add(id, LONG_AGO)
  }

  /** Ids of messages before an offset, oldest first. */
  newest(before: bigint): string[] {
    const earlier = [...this.#offsets].filter(([, offset]) => offset < before)
    return earlier.slice(-PERSISTED).map(([id]) => id)
  }

  #add(id: string, offset: bigint): void {
    this.#offsets.set(id, offset)
    if (this.#offsets.size <= REMEMBERED) return
    const oldest = this.#offsets.keys().next().value
    if (oldest !== undefined) this.#offsets.delete(oldest)
  }
}

/** 96 bits: two of ten thousand ids are alike by accident once in 10^21 batches. */
function shortId({ headers }: StoredMessage): string | undefined {
  const id = headers[BATCH_ID_HEADER]
  return id === undefined ? undefined : createHash('sha256').update(id).digest().subarray(0, 12).toString('base64url')
}
