import { hash, verify } from '@node-rs/argon2'
import { PyflareError } from '@pyflare/observe'

/** OWASP's setting for Argon2id with 19 MiB; 0.03 seconds of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** One hash takes 19 MiB and a core: so many run at once, and so many may wait. */
const RUNNING = 2
const WAITING = 100

/** Hashes passwords with Argon2id. Rejects with `resource_exhausted` when too many people sign in at once. */
export class Passwords {
  private running = 0
  private readonly waiting: (() => void)[] = []

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, COST))
  }

  /** false for a wrong password, and for a hash that is none. */
  verify(stored: string, password: string): Promise<boolean> {
    return this.inTurn(() => verify(stored, password).catch(() => false))
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < RUNNING) this.running++
    else await this.wait()
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.running--
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= WAITING) {
      throw new PyflareError(
        'resource_exhausted',
        'Too many people sign in at this moment: try again in a few seconds.',
        {
          retryAfterMs: 5_000,
        },
      )
    }
    return new Promise((resolve) => this.waiting.push(resolve))
  }
}
