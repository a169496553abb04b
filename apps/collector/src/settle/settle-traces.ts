import { concludeTrace, draftTrace } from '@pyflare/domain'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { type RetryOptions, retry } from '../write/retry.ts'
import { agreeOnClaims } from './agree-on-claims.ts'
import { outdatedTraces } from './outdated-traces.ts'
import { LARGE_FROM_SPANS, SettlePace } from './settle-pace.ts'
import { type TouchedTraces, touch } from './touched-traces.ts'

export interface SettlerOptions {
  store: SettlementStore
  logger: Logger
  /** Asks the owners of other traces to settle them once more. Resolves when that is certain to happen. */
  request: (traces: TouchedTraces) => Promise<void>
  /** Sees to it that traces are settled after a while. Resolves when that is certain. */
  putOff: (traces: TouchedTraces, delayMs: number) => Promise<void>
}

type SettleOnce = (traceIds: readonly string[]) => Promise<void>

/** Bounds what is read at once: traces, and spans as far as their number can be guessed. */
const MAX_TRACES = 1_000
const MAX_SPANS = 20_000

/**
 * Settles traces a chunk at a time. A chunk is read anew with each attempt, so that a write of which nobody knows whether
 * it happened is seen; whoever owns a trace's partition is the only one to settle it.
 */
export class Settler {
  readonly #pace = new SettlePace()

  constructor(private readonly context: SettlerOptions) {}

  /**
   * Resolves when all are settled, however long that takes, or are certain to be. A trace that can't be settled is logged
   * and left as it was.
   */
  async settle(touched: TouchedTraces, options: RetryOptions): Promise<void> {
    for (const [projectId, traces] of touched) {
      const settleOnce = (traceIds: readonly string[]) => this.#settleOnce(projectId, traceIds)
      const due = await this.#putOff(projectId, traces, options)
      for (const chunk of this.#chunks(due)) await this.#settleChunk(chunk, settleOnce, options)
    }
  }

  /** Returns those that are to be settled now. */
  async #putOff(
    projectId: string,
    traces: ReadonlyMap<string, number>,
    options: RetryOptions,
  ): Promise<Map<string, number>> {
    const due = new Map<string, number>()
    for (const [traceId, records] of traces) {
      const waitMs = this.#pace.waitMs(traceId)
      if (waitMs === 0) {
        due.set(traceId, records)
        continue
      }
      const later: TouchedTraces = new Map([[projectId, new Map([[traceId, records]])]])
      await retry('note of a trace to settle', () => this.context.putOff(later, waitMs), isLasting, options)
    }
    return due
  }

  /** Large traces have a chunk of their own, so that it is seen how long they take. */
  *#chunks(traces: ReadonlyMap<string, number>): Generator<string[]> {
    let chunk: string[] = []
    let spans = 0
    for (const [traceId, records] of traces) {
      const size = this.#pace.spansOf(traceId) + records
      if (size >= LARGE_FROM_SPANS) {
        yield [traceId]
        continue
      }
      if (chunk.length > 0 && (chunk.length >= MAX_TRACES || spans + size > MAX_SPANS)) {
        yield chunk
        chunk = []
        spans = 0
      }
      chunk.push(traceId)
      spans += size
    }
    if (chunk.length > 0) yield chunk
  }

  async #settleChunk(traceIds: readonly string[], settleOnce: SettleOnce, options: RetryOptions): Promise<void> {
    try {
      await retry(`settling of ${traceIds.length} traces`, () => settleOnce(traceIds), isLasting, options)
    } catch (error) {
      if (!isLasting(error) || errorCode(error) === 'stale_member') throw error
      if (traceIds.length === 1) {
        this.context.logger.error(
          { err: error, traceId: traceIds[0] },
          'A trace can not be settled. It stays as it was.',
        )
        return
      }
      const middle = Math.ceil(traceIds.length / 2)
      await this.#settleChunk(traceIds.slice(0, middle), settleOnce, options)
      await this.#settleChunk(traceIds.slice(middle), settleOnce, options)
    }
  }

  /** Every step may be the last: whatever was not done is done when the block is delivered again. */
  async #settleOnce(projectId: string, traceIds: readonly string[]): Promise<void> {
    const { store, request } = this.context
    const startedMs = performance.now()
    const inputs = await store.read(projectId, traceIds)
    const drafts = inputs.map(draftTrace).filter((draft) => draft !== undefined)
    const { cross, shared, unsettled } = await agreeOnClaims(store, projectId, drafts)
    const facts = drafts.map((draft) => concludeTrace(draft, cross.get(draft.input.traceId) ?? new Map()))
    if (facts.length > 0) await store.write(projectId, facts)
    const ours = new Set(traceIds)
    const others: TouchedTraces = new Map()
    for (const traceId of await outdatedTraces(store, projectId, shared)) {
      if (!ours.has(traceId)) touch(others, projectId, traceId)
    }
    for (const traceId of unsettled) touch(others, projectId, traceId)
    if (others.size > 0) await request(others)
    const tookMs = (performance.now() - startedMs) / Math.max(1, facts.length)
    for (const { index } of facts) this.#pace.remember(index.traceId, index.spanCount, tookMs)
  }
}

/** The store being away, slow or full passes; anything else comes of these very traces. */
function isLasting(error: unknown): boolean {
  return !(error instanceof PyflareError && error.retryable)
}
