import { createHash } from 'node:crypto'
import type { StoredMessage } from '@pyflare/event-log'

/** Longer than clients go on repeating a request. What comes again later was meant: a script may send the same bytes daily. */
const WINDOW_MS = 600_000
const REMEMBERED = 10_000
/** As many as fit beside a committed offset. */
const PERSISTED = 100
const BATCH_ID_HEADER = 'batch-id'
const PROJECT_HEADER = 'project'
/** Of a batch that a process before this one saw. */
const LONG_AGO = -1n

interface Seen {
  offset: bigint
  atMs: number
}

/**
 * The newest batches of a partition, by id: an append that was rejected may be in the log all the same, and its repeat
 * then stands there a second time, behind it. A message that is merely delivered again has its old offset, and is no repeat.
 */
export class RecentBatches {
  /** A map keeps the order in which ids were added. */
  readonly #seen = new Map<string, Seen>()

  /** Remembers the message; true when a recent one before it bears its id. Messages without an id are never repeats. */
  repeats({ offset, appendedAtMs, headers }: StoredMessage): boolean {
    const id = shortId(headers)
    if (id === undefined) return false
    const known = this.#seen.get(id)
    const isRecent = known !== undefined && appendedAtMs - known.atMs <= WINDOW_MS
    if (!isRecent) this.#add(id, { offset, atMs: appendedAtMs })
    return isRecent && known.offset < offset
  }

  restore(persisted: readonly string[]): void {
    for (const entry of persisted) {
      const [id = '', seconds = ''] = entry.split(':')
      const atMs = Number.parseInt(seconds, 36) * 1000
      if (Number.isFinite(atMs) && !this.#seen.has(id)) this.#add(id, { offset: LONG_AGO, atMs })
    }
  }

  /** Those before an offset, oldest first, as text that `restore` reads. */
  newest(before: bigint): string[] {
    const earlier = [...this.#seen].filter(([, { offset }]) => offset < before)
    return earlier.slice(-PERSISTED).map(([id, { atMs }]) => `${id}:${Math.floor(atMs / 1000).toString(36)}`)
  }

  #add(id: string, seen: Seen): void {
    this.#seen.delete(id)
    this.#seen.set(id, seen)
    if (this.#seen.size <= REMEMBERED) return
    const oldest = this.#seen.keys().next().value
    if (oldest !== undefined) this.#seen.delete(oldest)
  }
}

/**
 * 96 bits: two of ten thousand ids are alike by accident once in 10^21 batches. The project is part of it: two projects
 * may send the same bytes, as when both try the snippet that a page prints.
 */
function shortId(headers: StoredMessage['headers']): string | undefined {
  const id = headers[BATCH_ID_HEADER]
  if (id === undefined) return undefined
  const identity = JSON.stringify([headers[PROJECT_HEADER] ?? '', id])
  return createHash('sha256').update(identity).digest().subarray(0, 12).toString('base64url')
}
