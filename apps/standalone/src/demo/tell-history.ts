import { awaitVisible } from './await-visible.ts'
import { Emitter } from './emitter.ts'
import { Pace } from './pace.ts'
import type { Destination } from './providers.ts'
import type { Random } from './random.ts'
import { momentsBetween, somePlan } from './story.ts'

/** A point of each series so often: enough for a chart of a week. */
const INTERVAL_MS = 30 * 60_000
const SAY_EVERY_MS = 2000

export interface HistoryOptions extends Destination {
  url: string
  random: Random
  from: Date
  to: Date
  say: (line: string) => void
  /** Told how much of the story is sent and shown. */
  toldUntil: (at: Date) => Promise<void>
  signal: AbortSignal
}

/** Tells what happened between two times, in its order and as quickly as the store takes it. Returns how many spans it was. */
export async function tellHistory(options: HistoryOptions): Promise<number> {
  const emitter = new Emitter(options, 'past')
  try {
    return await new History(emitter, options).tell()
  } finally {
    await emitter.shutdown()
  }
}

class History {
  readonly #pace = new Pace()
  #told = 0
  #unseen = 0
  #intervalFrom: Date
  #saidAt = performance.now()

  constructor(
    private readonly emitter: Emitter,
    private readonly options: HistoryOptions,
  ) {
    this.#intervalFrom = options.from
  }

  async tell(): Promise<number> {
    const { random, from, to, signal } = this.options
    const moments = momentsBetween(random, from, to)
    for (const [index, at] of moments.entries()) {
      if (signal.aborted) break
      await this.#closeIntervals(at)
      const { traceId, spans } = this.emitter.emit(somePlan(random, at, to), at)
      this.#told += spans
      this.#unseen += spans
      if (this.#unseen < this.#pace.spans && index < moments.length - 1) continue
      await this.#see(traceId)
      await this.options.toldUntil(at)
      this.#say((index + 1) / moments.length)
    }
    return this.#told
  }

  async #closeIntervals(at: Date): Promise<void> {
    while (at.getTime() - this.#intervalFrom.getTime() >= INTERVAL_MS) {
      const until = new Date(this.#intervalFrom.getTime() + INTERVAL_MS)
      await this.emitter.closeInterval(this.#intervalFrom, until)
      this.#intervalFrom = until
    }
  }

  async #see(traceId: string): Promise<void> {
    const { url, projectKey, signal } = this.options
    const startedAt = performance.now()
    await this.emitter.flush()
    await awaitVisible(url, projectKey, traceId, signal)
    this.#pace.learn(this.#unseen, performance.now() - startedAt)
    this.#unseen = 0
  }

  #say(share: number): void {
    if (performance.now() - this.#saidAt < SAY_EVERY_MS) return
    this.#saidAt = performance.now()
    this.options.say(`Demo: history, ${Math.round(100 * share)} % (${this.#told} spans)`)
  }
}
