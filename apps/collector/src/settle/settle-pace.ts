/** How large traces were and how long they took when they were last settled: what decides how they are settled next. */
export class SettlePace {
  /** The oldest first. Small traces need no remembering. */
  readonly #known = new Map<string, { spans: number; tookMs: number; atMs: number }>()

  constructor(private readonly now: () => number = () => performance.now()) {}

  spansOf(traceId: string): number {
    return this.#known.get(traceId)?.spans ?? 0
  }

  remember(traceId: string, spans: number, tookMs: number): void {
    this.#known.delete(traceId)
    if (spans < REMEMBERED_FROM_SPANS) return
    this.#known.set(traceId, { spans, tookMs, atMs: this.now() })
    if (this.#known.size <= REMEMBERED_TRACES) return
    const oldest = this.#known.keys().next().value
    if (oldest !== undefined) this.#known.delete(oldest)
  }

  /**
   * Milliseconds until a trace may be settled again; 0 for now. A settling reads the trace whole, so one that goes on
   * growing costs the more the larger it is: it has a twentieth of the time, and is never put off for longer than ten minutes.
   */
  waitMs(traceId: string): number {
    const known = this.#known.get(traceId)
    if (known === undefined || known.spans < LARGE_FROM_SPANS) return 0
    const pauseMs = Math.min(LONGEST_PAUSE_MS, known.tookMs * PAUSE_PER_WORK)
    return Math.max(0, known.atMs + pauseMs - this.now())
  }
}

export const LARGE_FROM_SPANS = 2_000
const REMEMBERED_FROM_SPANS = 20
const REMEMBERED_TRACES = 20_000
const PAUSE_PER_WORK = 20
const LONGEST_PAUSE_MS = 600_000
