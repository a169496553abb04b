import type { Outcome } from './received.ts'

export interface RepeatOptions {
  /** How long an accepted request is remembered. */
  windowMs: number
  maxRemembered: number
  /** Milliseconds; need not be the time of day. */
  now: () => number
}

interface Remembered {
  outcome: Promise<Outcome>
  /** Infinity while the request is running. */
  expiresAtMs: number
}

/**
 * Recognizes a client's retry of a request that was accepted (its acknowledgement got lost) or is still running: it gets the
 * first one's answer, and nothing is kept twice. Bounds: this process alone, the window, and the newest `maxRemembered`
 * requests. A request that failed is forgotten, for its retry must be tried.
 */
export class RecentRequests {
  /** In the order in which they came. */
  readonly #byDigest = new Map<string, Remembered>()

  constructor(private readonly options: RepeatOptions) {}

  once(digest: string, run: () => Promise<Outcome>): Promise<Outcome> {
    const known = this.#byDigest.get(digest)
    if (known !== undefined && known.expiresAtMs > this.options.now()) return known.outcome
    this.#byDigest.delete(digest)
    const entry: Remembered = { outcome: run(), expiresAtMs: Number.POSITIVE_INFINITY }
    this.#byDigest.set(digest, entry)
    this.#forgetOldest()
    entry.outcome.then(
      () => {
        entry.expiresAtMs = this.options.now() + this.options.windowMs
      },
      () => {
        if (this.#byDigest.get(digest) === entry) this.#byDigest.delete(digest)
      },
    )
    return entry.outcome
  }

  /** Requests of the window, expired ones at the front included until a newer one pushes them out. */
  get size(): number {
    return this.#byDigest.size
  }

  #forgetOldest(): void {
    const now = this.options.now()
    for (const [digest, { expiresAtMs }] of this.#byDigest) {
      if (expiresAtMs > now && this.#byDigest.size <= this.options.maxRemembered) return
      this.#byDigest.delete(digest)
    }
  }
}
