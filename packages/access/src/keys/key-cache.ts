import { type Logger, PyflareError } from '@pyflare/observe'
import { LRUCache } from 'lru-cache'
import type { KeyIdentity } from '../access.ts'

export interface KeyCacheOptions {
  /** Finds a key by its hash in the database. */
  lookUp: (hash: string) => Promise<KeyIdentity | undefined>
  /** Milliseconds that never go back. */
  now: () => number
  logger: Logger
}

interface KnownKey {
  identity: KeyIdentity
  /** When the database was asked last and said that the key is good. */
  confirmedAt: number
  /** Before this the database is not asked again. */
  askAgainAt: number
}

/** A revoked key must be refused within a second, so the database is asked a little more often than that. */
const KNOWN_MS = 900
const UNKNOWN_MS = 10_000
/** While the database is away, a key that was good keeps working for so long. */
const GRACE_MS = 60_000
/** How long a request waits for the database when the cache could answer without it. */
const PATIENCE_MS = 250
const COMPLAIN_EVERY_MS = 10_000
const MAX_KEYS = 10_000
/** Look-ups of keys nobody knows yet, at once. Beyond that somebody is guessing. */
const MAX_PENDING = 256

/** Remembers what keys mean, so that ingest pays no database round trip. Keys are held by hash, never in the clear. */
export class KeyCache {
  private readonly known = new LRUCache<string, KnownKey>({ max: MAX_KEYS })
  /** Kept apart, so that a flood of wrong keys pushes no good one out. */
  private readonly unknown = new LRUCache<string, number>({ max: MAX_KEYS })
  private readonly pending = new Map<string, Promise<KeyIdentity | undefined>>()
  /** Rises with each change made here: an answer that was under way before it is not remembered. */
  private generation = 0
  private complainedAt = Number.NEGATIVE_INFINITY

  constructor(private readonly options: KeyCacheOptions) {}

  /** Rejects with `unavailable` when the database is away and the key is not known, and `resource_exhausted` in a flood. */
  async get(hash: string): Promise<KeyIdentity | undefined> {
    const now = this.options.now()
    const entry = this.known.get(hash)
    if (entry) return now < entry.askAgainAt ? entry.identity : await this.confirm(hash, entry)
    const unknownUntil = this.unknown.get(hash)
    if (unknownUntil !== undefined && now < unknownUntil) return undefined
    return await this.fetch(hash)
  }

  /** Forgets a key that was made or revoked here. */
  forget(hash: string): void {
    this.generation++
    this.known.delete(hash)
    this.unknown.delete(hash)
    this.pending.delete(hash)
  }

  private async confirm(hash: string, entry: KnownKey): Promise<KeyIdentity | undefined> {
    const asked = this.fetch(hash)
    // A database that is slow still answers; only one that fails is told of.
    asked.catch((error: unknown) => this.complain(this.options.now(), error))
    // Nothing answers for a key that was not confirmed for long: it waits as one does that nobody knows.
    if (this.options.now() - entry.confirmedAt > GRACE_MS) return await asked
    try {
      return await within(PATIENCE_MS, asked)
    } catch (error) {
      const now = this.options.now()
      if (this.known.get(hash) !== entry || now - entry.confirmedAt > GRACE_MS) throw error
      entry.askAgainAt = now + KNOWN_MS
      return entry.identity
    }
  }

  /** One line for all keys: each of them fails when the database is away. */
  private complain(now: number, error: unknown): void {
    if (now - this.complainedAt < COMPLAIN_EVERY_MS) return
    this.complainedAt = now
    this.options.logger.warn({ err: error }, 'Project keys could not be checked again; known ones work for a minute.')
  }

  private fetch(hash: string): Promise<KeyIdentity | undefined> {
    const running = this.pending.get(hash)
    if (running) return running
    if (this.pending.size >= MAX_PENDING && !this.known.has(hash)) {
      return Promise.reject(
        new PyflareError('resource_exhausted', 'Too many unknown project keys at once: try again in a moment.', {
          retryAfterMs: 1_000,
        }),
      )
    }
    const lookUp = this.ask(hash).finally(() => {
      if (this.pending.get(hash) === lookUp) this.pending.delete(hash)
    })
    this.pending.set(hash, lookUp)
    return lookUp
  }

  private async ask(hash: string): Promise<KeyIdentity | undefined> {
    const generation = this.generation
    const askedAt = this.options.now()
    const identity = await this.options.lookUp(hash)
    if (generation !== this.generation) return identity
    if (identity) {
      this.known.set(hash, { identity, confirmedAt: askedAt, askAgainAt: askedAt + KNOWN_MS })
      this.unknown.delete(hash)
    } else {
      this.known.delete(hash)
      this.unknown.set(hash, askedAt + UNKNOWN_MS)
    }
    return identity
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PyflareError('timeout', 'The control database is slow to answer.')), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // The look-up goes on and may fail after nobody waits for it any more.
    work.catch(() => undefined)
  }
}
