import { settleTrace, type TraceFacts } from '@pyflare/domain'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { type RetryOptions, retry } from '../write/retry.ts'
import type { TouchedTraces } from './touched-traces.ts'

export interface SettlerOptions {
  store: SettlementStore
  logger: Logger
}

export interface SettleScope {
  /** Only the owner of a trace's spans writes its ledger entries: two that settle at once would count a call twice. */
  ledger: 'write' | 'leave'
}

type SettleOnce = (traceIds: readonly string[]) => Promise<void>

/** Bounds what is read at once: traces, and spans as far as their number can be guessed. */
const MAX_TRACES = 1_000
const MAX_SPANS = 20_000
const REMEMBERED_TRACES = 20_000
/** Traces smaller than this need no remembering: that many of them fit a chunk. */
const REMEMBERED_FROM_SPANS = MAX_SPANS / MAX_TRACES

/**
 * Settles traces a chunk at a time. A chunk is read anew with each attempt, so that a write of which nobody knows whether
 * it happened is seen; whoever owns a trace's partition is the only one to settle it.
 */
export class Settler {
  /** How many spans larger traces had when they were last settled. */
  readonly #sizes = new Map<string, number>()

  constructor(private readonly context: SettlerOptions) {}

  /** Resolves when all are settled, however long that takes. A trace that can't be settled is logged and left as it was. */
  async settle(
    touched: TouchedTraces,
    options: RetryOptions,
    { ledger }: SettleScope = { ledger: 'write' },
  ): Promise<void> {
    for (const [projectId, traces] of touched) {
      const settleOnce = (traceIds: readonly string[]) => this.#settleOnce(projectId, traceIds, ledger)
      for (const chunk of this.#chunks(traces)) await this.#settleChunk(chunk, settleOnce, options)
    }
  }

  *#chunks(traces: ReadonlyMap<string, number>): Generator<string[]> {
    let chunk: string[] = []
    let spans = 0
    for (const [traceId, records] of traces) {
      const size = (this.#sizes.get(traceId) ?? 0) + records
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

  async #settleOnce(projectId: string, traceIds: readonly string[], ledger: SettleScope['ledger']): Promise<void> {
    const { store } = this.context
    const facts: TraceFacts[] = []
    for (const input of await store.read(projectId, traceIds)) {
      const settled = settleTrace(input)
      if (settled === undefined) continue
      this.#remember(settled.index.traceId, settled.index.spanCount)
      facts.push(ledger === 'write' ? settled : { ...settled, entries: [] })
    }
    if (facts.length > 0) await store.write(projectId, facts)
  }

  #remember(traceId: string, spanCount: number): void {
    this.#sizes.delete(traceId)
    if (spanCount < REMEMBERED_FROM_SPANS) return
    this.#sizes.set(traceId, spanCount)
    if (this.#sizes.size <= REMEMBERED_TRACES) return
    const oldest = this.#sizes.keys().next().value
    if (oldest !== undefined) this.#sizes.delete(oldest)
  }
}

/** The store being away, slow or full passes; anything else comes of these very traces. */
function isLasting(error: unknown): boolean {
  return !(error instanceof PyflareError && error.retryable)
}
