import type { EventLog } from '@pyflare/event-log'
import type { Logger } from '@pyflare/observe'
import type { SettleDebt, SettlementStore } from '@pyflare/telemetry-store'
import { requestSettling } from './settle-requests.ts'
import { type TouchedTraces, touch } from './touched-traces.ts'

export interface SettleDebtsOptions {
  store: SettlementStore
  eventLog: EventLog
  /** The topic of spans: a request goes the way of its trace's spans. */
  topic: string
  /** How many messages of the topic are not settled yet. */
  waiting: () => Promise<bigint>
  logger: Logger
}

/** How long after it was noted elsewhere a debt is seen at the latest. */
const LOOK_EVERY_MS = 2_000
const RETRY_MS = 1_000
const MORE_MS = 250
const MAX_REQUESTS = 1_000
/** What is asked for waits in line with spans that just came: those go first, so the line is kept short. */
const MAX_WAITING = 2_000n

/**
 * Settlings that are put off, here or by whoever has no other way to ask for one. Each is noted in the store, and crossed out
 * when a request for it stands in the log, so that it happens whoever is stopped in between.
 */
export class SettleDebts {
  /** When those that were put off here are due, in milliseconds of `performance.now`. All others are due at once. */
  readonly #dueMs = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(private readonly options: SettleDebtsOptions) {}

  /** Takes up what is owed, from before this process was started too, as soon as the store tells. */
  start(): void {
    this.#stopped = false
    this.#lookIn(0)
  }

  /** Waits for a request that is under way. What is owed stays noted. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
    this.#dueMs.clear()
  }

  /** Resolves when the debts are noted. One that was put off already keeps its moment. */
  async owe(traces: ReadonlyMap<string, ReadonlyMap<string, unknown>>, delayMs: number): Promise<void> {
    for (const [projectId, ids] of traces) {
      const fresh = [...ids.keys()].filter((traceId) => !this.#dueMs.has(keyOf({ projectId, traceId })))
      await this.options.store.owe(projectId, fresh)
      for (const traceId of fresh) this.#dueMs.set(keyOf({ projectId, traceId }), performance.now() + delayMs)
    }
  }

  #lookIn(waitMs: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(async () => this.#lookIn(await this.#pay()))
    }, waitMs)
    this.#timer.unref()
  }

  /** Returns in how many milliseconds to look again. */
  async #pay(): Promise<number> {
    const { store, eventLog, topic, waiting, logger } = this.options
    let due: SettleDebt[] = []
    try {
      const now = performance.now()
      due = (await store.debts()).filter((debt) => (this.#dueMs.get(keyOf(debt)) ?? 0) <= now).slice(0, MAX_REQUESTS)
      if (due.length === 0) return LOOK_EVERY_MS
      if ((await waiting()) > MAX_WAITING) return MORE_MS
      const wanted: TouchedTraces = new Map()
      for (const debt of due) {
        touch(wanted, debt.projectId, debt.traceId)
        // What is put off from here on is a debt of its own, for nobody knows whether the request is read before that.
        this.#dueMs.delete(keyOf(debt))
      }
      await requestSettling(eventLog, topic, wanted)
      await store.paid(due)
      return due.length < MAX_REQUESTS ? LOOK_EVERY_MS : MORE_MS
    } catch (error) {
      // While the store is away whoever writes to it says so.
      if (due.length > 0)
        logger.warn({ err: error, traces: due.length }, 'Traces that are to be settled are asked for later.')
      return RETRY_MS
    }
  }
}

function keyOf({ projectId, traceId }: { projectId: string; traceId: string }): string {
  return `${traceId} ${projectId}`
}
