import { statfs } from 'node:fs/promises'

const STALE_AFTER_MS = 1_000

/** How much room the disk has, asked of the system once a second at most and reckoned in between. */
export class DiskSpace {
  /** Nothing, until the system was asked. */
  #freeBytes = 0
  #askedAtMs = Number.NEGATIVE_INFINITY
  #asking: Promise<void> | undefined

  constructor(
    private readonly dir: string,
    private readonly leastFreeBytes: number,
  ) {}

  /** Bytes by which `bytes` more would leave less free than must stay free. */
  missing(bytes: number): number {
    if (performance.now() - this.#askedAtMs > STALE_AFTER_MS) void this.refresh()
    return this.leastFreeBytes + bytes - this.#freeBytes
  }

  /** Takes note that `bytes` are going to be written. */
  take(bytes: number): void {
    this.#freeBytes -= bytes
  }

  /** Asks the system. Where it can't tell, writing shows whether there is room. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(): Promise<void> {
    this.#askedAtMs = performance.now()
    try {
      const { bavail, bsize } = await statfs(this.dir)
      this.#freeBytes = bavail * bsize
    } catch {
      this.#freeBytes = Number.POSITIVE_INFINITY
    }
  }
}
