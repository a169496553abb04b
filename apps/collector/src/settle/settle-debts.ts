import type { EventLog } from '@pyflare/event-log'
import type { Logger } from '@pyflare/observe'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { requestSettling } from './settle-requests.ts'
import { type TouchedTraces, touch } from './touched-traces.ts'

export interface SettleDebtsOptions {
  store: SettlementStore
  eventLog: EventLog
  /** The topic of spans: a request goes the way of its trace's spans. */
  topic: string
  logger: Logger
}

const RETRY_MS = 1_000

/**
 * Settlings that are put off. Each is noted in the store before it is forgotten anywhere else, and crossed out when a
 * request for it stands in the log, so that it happens whoever is stopped in between.
 */
export class SettleDebts {
  /** When each is due, in milliseconds of `performance.now`, by project and trace. */
  readonly #due = new Map<string, { projectId: string; traceId: string; atMs: number }>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #stopped = false
  #takenUp = false

  constructor(private readonly options: SettleDebtsOptions) {}

  /** Takes up what was owed when a process before this one was stopped, as soon as the store tells. */
  start(): void {
    this.#stopped = false
    this.#after(0, () => this.#takeUp())
  }

  /** Waits for a request that is under way. What is owed stays noted. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#running
    this.#due.clear()
  }

  has(projectId: string, traceId: string): boolean {
    return this.#due.has(keyOf(projectId, traceId))
  }

  /** Resolves when the debts are noted. One that is known already keeps its moment. */
  async owe(traces: ReadonlyMap<string, ReadonlyMap<string, unknown>>, delayMs: number): Promise<void> {
    for (const [projectId, ids] of traces) {
      const fresh = [...ids.keys()].filter((traceId) => !this.has(projectId, traceId))
      await this.options.store.owe(projectId, fresh)
      for (const traceId of fresh) this.#add(projectId, traceId, delayMs)
    }
    this.#arm()
  }

  #add(projectId: string, traceId: string, delayMs: number): void {
    this.#due.set(keyOf(projectId, traceId), { projectId, traceId, atMs: performance.now() + delayMs })
  }

  #arm(atLeastMs = 0): void {
    if (!this.#takenUp || this.#due.size === 0) return
    let next = Number.POSITIVE_INFINITY
    for (const { atMs } of this.#due.values()) next = Math.min(next, atMs)
    this.#after(Math.max(atLeastMs, next - performance.now()), () => this.#pay())
  }

  #after(waitMs: number, work: () => Promise<void>): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(work)
    }, waitMs)
    this.#timer.unref()
  }

  async #takeUp(): Promise<void> {
    try {
      for (const { projectId, traceId } of await this.options.store.debts()) this.#add(projectId, traceId, 0)
      this.#takenUp = true
      this.#arm()
    } catch {
      // The store is away: whoever writes to it says so.
      this.#after(RETRY_MS, () => this.#takeUp())
    }
  }

  async #pay(): Promise<void> {
    const now = performance.now()
    const due = [...this.#due].filter(([, { atMs }]) => atMs <= now)
    const wanted: TouchedTraces = new Map()
    for (const [, { projectId, traceId }] of due) touch(wanted, projectId, traceId)
    try {
      await requestSettling(this.options.eventLog, this.options.topic, wanted)
      for (const [key] of due) this.#due.delete(key)
      for (const [projectId, traces] of wanted) await this.options.store.paid(projectId, [...traces.keys()])
      this.#arm()
    } catch (error) {
      this.options.logger.warn({ err: error, traces: due.length }, 'Traces that are to be settled are asked for later.')
      this.#arm(RETRY_MS)
    }
  }
}

function keyOf(projectId: string, traceId: string): string {
  return `${traceId} ${projectId}`
}
