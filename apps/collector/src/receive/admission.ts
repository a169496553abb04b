import { PyflareError } from '@pyflare/observe'

export interface AdmissionOptions {
  maxRequests: number
  /** Bytes of bodies in memory, summed over the running requests, compressed and decompressed. */
  maxBytes: number
}

/** A running request's share of memory. Given back once, whatever is called afterwards. */
export interface Ticket {
  /** Counts bytes that were read. Throws `resource_exhausted` where there is no room for them. */
  grow(bytes: number): void
  /** Who leaves while this work runs has left when it is done. */
  keepUntil(work: Promise<unknown>): void
  leave(): void
}

const RETRY_AFTER_MS = 1000

/** Back-pressure: what does not fit is asked to come back, before it is read. One for both protocols. */
export class Admission {
  #requests = 0
  #bytes = 0

  constructor(private readonly options: AdmissionOptions) {}

  /** Rejects a request with `resource_exhausted` while as many as may are running. */
  enter(): Ticket {
    if (this.#requests >= this.options.maxRequests) throw full('requests')
    this.#requests += 1
    let own = 0
    let isHere = true
    let work: Promise<unknown> | undefined
    const giveBack = () => {
      this.#requests -= 1
      this.#bytes -= own
    }
    return {
      grow: (bytes) => {
        if (!isHere) return
        if (this.#bytes + bytes > this.options.maxBytes) throw full('bytes')
        this.#bytes += bytes
        own += bytes
      },
      keepUntil: (running) => {
        work = running
      },
      leave: () => {
        if (!isHere) return
        isHere = false
        if (work === undefined) giveBack()
        else void work.then(giveBack, giveBack)
      },
    }
  }
}

function full(what: string): PyflareError {
  return new PyflareError(
    'resource_exhausted',
    `The collector has as many ${what} in flight as it may. Send again later.`,
    { retryAfterMs: RETRY_AFTER_MS },
  )
}
