import { type CrossTelling, concludeTrace, draftTrace, LargeTrace, type TimedSpanRef } from '@pyflare/domain'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { type RetryOptions, retry } from '../write/retry.ts'
import { type Agreement, agreeOnClaims } from './agree-on-claims.ts'
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
/** A trace that had so many is read in windows at once: most of it would be read in vain. */
const WINDOWS_FROM_SPANS = 10_000
const NO_CROSS: ReadonlyMap<string, CrossTelling> = new Map()
/** How often one trace may be more than the store has room for. */
const MAX_EXHAUSTED = 8

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
    // What was too much for the store at once may fit it in halves; of one trace, when others are done with it.
    let patience = traceIds.length === 1 ? MAX_EXHAUSTED : 1
    const isFinal = (error: unknown) => (errorCode(error) === 'resource_exhausted' ? --patience <= 0 : isLasting(error))
    try {
      await retry(`settling of ${traceIds.length} traces`, () => settleOnce(traceIds), isFinal, options)
    } catch (error) {
      const isOurs = isLasting(error) || errorCode(error) === 'resource_exhausted'
      if (!isOurs || errorCode(error) === 'stale_member') throw error
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
    const { store } = this.context
    const startedMs = performance.now()
    const small = this.#isLarge(traceIds) ? [] : await store.read(projectId, traceIds)
    const drafts = small.map(draftTrace).filter((draft) => draft !== undefined)
    const agreement = await agreeOnClaims(store, projectId, drafts)
    const facts = drafts.map((draft) => concludeTrace(draft, agreement.cross.get(draft.input.traceId) ?? NO_CROSS))
    if (facts.length > 0) await store.write(projectId, facts)
    await this.#askOthers(projectId, agreement, new Set(traceIds))
    const tookMs = (performance.now() - startedMs) / Math.max(1, facts.length)
    for (const { index } of facts) this.#pace.remember(index.traceId, index.spanCount, tookMs)
    const large = this.#isLarge(traceIds) ? traceIds : small.filter(({ cut }) => cut).map(({ traceId }) => traceId)
    for (const traceId of large) await this.#settleLarge(projectId, traceId)
  }

  /** In windows, so that no more of it is held at once than of any other. */
  async #settleLarge(projectId: string, traceId: string): Promise<void> {
    const { store } = this.context
    const startedMs = performance.now()
    const outline = await store.outline(projectId, traceId)
    if (outline === undefined) return
    const trace = new LargeTrace(outline)
    let after: TimedSpanRef | undefined
    for (let isMore = true; isMore; ) {
      const window = await store.readWindow(projectId, traceId, after)
      const draft = trace.draft(window)
      if (draft === undefined) break
      const agreement = await agreeOnClaims(store, projectId, [draft])
      await store.write(projectId, [trace.conclude(draft, agreement.cross.get(traceId) ?? NO_CROSS)])
      await this.#askOthers(projectId, agreement, new Set())
      const last = draft.tree.spans.at(-1)
      isMore = window.cut || draft.tree.spans.length < window.spans.length
      if (last !== undefined) after = { traceId, spanId: last.spanId, timeNs: last.startTimeNs }
    }
    const facts = trace.finish()
    if (facts === undefined) return
    await store.write(projectId, [facts])
    this.#pace.remember(traceId, facts.index.spanCount, performance.now() - startedMs)
  }

  /** Traces known to be large stand alone. */
  #isLarge([traceId, ...others]: readonly string[]): boolean {
    return traceId !== undefined && others.length === 0 && this.#pace.spansOf(traceId) > WINDOWS_FROM_SPANS
  }

  async #askOthers(projectId: string, { shared, unsettled }: Agreement, ours: ReadonlySet<string>): Promise<void> {
    const others: TouchedTraces = new Map()
    for (const traceId of await outdatedTraces(this.context.store, projectId, shared)) {
      if (!ours.has(traceId)) touch(others, projectId, traceId)
    }
    for (const traceId of unsettled) touch(others, projectId, traceId)
    if (others.size > 0) await this.context.request(others)
  }
}

/** The store being away, slow or full passes; anything else comes of these very traces. */
function isLasting(error: unknown): boolean {
  return !(error instanceof PyflareError && error.retryable)
}
