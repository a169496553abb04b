/**
 * One piece of work in each turn of the event loop, in the order in which it was asked for. Without this all requests that
 * wait work in the same turn, and whatever else the process does, such as bringing the log into the store, waits for the
 * sum of them.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #isScheduled = false

  /** Resolves when it is the caller's turn: what it does until it awaits again is its piece. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#waiting.shift()?.()
      this.#schedule()
    })
  }
}
