const LEAST = 250
const MOST = 4000
/** One chunk that was quick by chance must not be followed by one that is far too large. */
const GROWTH = 2
/** What others may have to wait where the store is quick; where it is slow, half as long again as the quickest chunk took. */
const TARGET_MS = 1200
const LEEWAY = 1.5

/**
 * How many spans to send before waiting until they are shown. What others send meanwhile waits behind them; yet a chunk of any
 * size costs the store some time, so that small ones take long in all. Finds the size that this machine takes, at this time.
 */
export class Pace {
  #spans = LEAST
  #quickestMs = Number.POSITIVE_INFINITY

  get spans(): number {
    return this.#spans
  }

  /** Learns how long it took to send a chunk of so many spans and to see it. */
  learn(spans: number, tookMs: number): void {
    this.#quickestMs = Math.min(this.#quickestMs, tookMs)
    const targetMs = Math.max(TARGET_MS, this.#quickestMs * LEEWAY)
    const wanted = (spans * targetMs) / Math.max(1, tookMs)
    this.#spans = Math.round(Math.min(MOST, Math.max(LEAST, Math.min(wanted, this.#spans * GROWTH))))
  }
}
