import { awaitVisible } from './await-visible.ts'
import { Emitter } from './emitter.ts'
import { Pace } from './pace.ts'
import type { Destination } from './providers.ts'
import type { Random } from './random.ts'
import { momentsBetween, somePlan } from './story.ts'

/** A point of each series so often: enough for a chart of a day without gaps. */
const INTERVAL_MS = 15 * 60_000
const SAY_EVERY_MS = 2000
/** So many are noted, sent and acknowledged before the next. */
const TRACES_AT_ONCE = 50

export interface HistoryOptions extends Destination {
  url: string
  random: Random
  from: Date
  to: Date
  say: (line: string) => void
  /**
   * Told how far the story goes with what is sent next. A process that is killed meanwhile leaves a gap of a few traces; were it
   * told afterwards, they would be there twice.
   */
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
  #unseenSince = performance.now()
  #intervalFrom: Date
  #saidAt = performance.now()

  constructor(
    private readonly emitter: Emitter,
    private readonly options: HistoryOptions,
  ) {
    this.#intervalFrom = options.from
  }

  async tell(): Promise<number> {
    const { random, from, to, signal, toldUntil } = this.options
    const moments = momentsBetween(random, from, to)
    let until = from
    for (let done = 0; done < moments.length && !signal.aborted; ) {
      const part = moments.slice(done, done + TRACES_AT_ONCE)
      done += part.length
      until = part.at(-1) ?? until
      await toldUntil(until)
      const traceId = await this.#send(part)
      if (this.#unseen < this.#pace.spans && done < moments.length) continue
      await this.#see(traceId)
      this.#say(done / moments.length)
    }
    // What was measured of an interval that has not ended counts too.
    const end = signal.aborted ? until : to
    if (end > this.#intervalFrom) await this.emitter.closeInterval(this.#intervalFrom, end)
    return this.#told
  }

  /** Returns the id of the last trace. */
  async #send(moments: readonly Date[]): Promise<string> {
    const { random, to } = this.options
    let last = ''
    for (const at of moments) {
      await this.#closeIntervals(at)
      const { traceId, spans } = this.emitter.emit(somePlan(random, at, to), at)
      this.#told += spans
      this.#unseen += spans
      last = traceId
    }
    await this.emitter.flush()
    return last
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
    await awaitVisible(url, projectKey, traceId, signal)
    this.#pace.learn(this.#unseen, performance.now() - this.#unseenSince)
    this.#unseen = 0
    this.#unseenSince = performance.now()
  }

  #say(share: number): void {
    if (performance.now() - this.#saidAt < SAY_EVERY_MS) return
    this.#saidAt = performance.now()
    this.options.say(`Demo: history, ${Math.round(100 * share)} % (${this.#told} spans)`)
  }
}
