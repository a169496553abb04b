import {
  type CompactSpan,
  type CrossTelling,
  concludeTrace,
  draftTrace,
  inputAfter,
  LargeTrace,
  type ResponseClaim,
  type SettleInput,
  type TimedSpanRef,
  type TraceDraft,
  type TraceFacts,
} from '@pyflare/domain'
import { errorCode, type Logger, PyflareError } from '@pyflare/observe'
import type { SettlementStore } from '@pyflare/telemetry-store'
import { type RetryOptions, retry } from '../write/retry.ts'
import { type Agreement, agreeOnClaims } from './agree-on-claims.ts'
import { outdatedTraces } from './outdated-traces.ts'
import { LARGE_FROM_SPANS, SettlePace } from './settle-pace.ts'
import { type Touch, type TouchedTraces, touch, unread } from './touched-traces.ts'
import { isDistinct, WarmTraces } from './warm-traces.ts'

export interface SettlerOptions {
  store: SettlementStore
  logger: Logger
  /** Asks the owners of other traces to settle them once more. Resolves when that is certain to happen. */
  request: (traces: TouchedTraces) => Promise<void>
  /** Sees to it that traces are settled after a while. Resolves when that is certain. */
  putOff: (traces: TouchedTraces, delayMs: number) => Promise<void>
}

type Touches = ReadonlyMap<string, Touch>
type SettleOnce = (touches: Touches) => Promise<void>

/** Bounds what is read at once: traces, and spans as far as their number can be guessed. */
const MAX_TRACES = 1_000
const MAX_SPANS = 20_000
/** A trace that had so many is read in windows at once: most of it would be read in vain. */
const WINDOWS_FROM_SPANS = 10_000
const NO_CROSS: ReadonlyMap<string, CrossTelling> = new Map()
/** How often one trace may be more than the store has room for. */
const MAX_EXHAUSTED = 8

/**
 * Settles traces a chunk at a time; whoever owns a trace's partition is the only one to settle it. What is known of a trace since
 * it was last settled is not read again. After a failure everything is, so that a write of which nobody knows whether it
 * happened is seen.
 */
export class Settler {
  readonly #pace = new SettlePace()
  readonly #warm = new WarmTraces()
  /** Changes when what was known until then counts no more. */
  #tenure = 0

  constructor(private readonly context: SettlerOptions) {}

  /** Another may settle what was settled here: what is known of it counts no more. */
  forget(): void {
    this.#tenure++
    this.#warm.clear()
  }

  /**
   * Resolves when all are settled, however long that takes, or are certain to be. A trace that can't be settled is logged
   * and left as it was.
   */
  async settle(touched: TouchedTraces, options: RetryOptions): Promise<void> {
    for (const [projectId, traces] of touched) {
      const settleOnce = (touches: Touches) => this.#settleOnce(projectId, touches)
      const due = await this.#putOff(projectId, traces, options)
      for (const chunk of this.#chunks(due)) await this.#settleChunk(chunk, settleOnce, options)
    }
  }

  /** Returns those that are to be settled now. */
  async #putOff(projectId: string, traces: Touches, options: RetryOptions): Promise<Map<string, Touch>> {
    const due = new Map<string, Touch>()
    for (const [traceId, by] of traces) {
      const waitMs = this.#pace.waitMs(traceId)
      if (waitMs === 0) {
        due.set(traceId, by)
        continue
      }
      this.#warm.take(projectId, traceId, by)
      const later: TouchedTraces = new Map([[projectId, new Map([[traceId, by]])]])
      await retry('note of a trace to settle', () => this.context.putOff(later, waitMs), isLasting, options)
    }
    return due
  }

  /** Large traces have a chunk of their own, so that it is seen how long they take. */
  *#chunks(traces: Touches): Generator<Map<string, Touch>> {
    let chunk = new Map<string, Touch>()
    let spans = 0
    for (const [traceId, by] of traces) {
      const size = this.#pace.spansOf(traceId) + by.records
      if (size >= LARGE_FROM_SPANS) {
        yield new Map([[traceId, by]])
        continue
      }
      if (chunk.size > 0 && (chunk.size >= MAX_TRACES || spans + size > MAX_SPANS)) {
        yield chunk
        chunk = new Map()
        spans = 0
      }
      chunk.set(traceId, by)
      spans += size
    }
    if (chunk.size > 0) yield chunk
  }

  async #settleChunk(touches: Touches, settleOnce: SettleOnce, options: RetryOptions): Promise<void> {
    // What was too much for the store at once may fit it in halves; of one trace, when others are done with it.
    let patience = touches.size === 1 ? MAX_EXHAUSTED : 1
    const isFinal = (error: unknown) => (errorCode(error) === 'resource_exhausted' ? --patience <= 0 : isLasting(error))
    let attempt: Touches = touches
    const settleNow = () => {
      const now = attempt
      attempt = unread(touches)
      return settleOnce(now)
    }
    try {
      await retry(`settling of ${touches.size} traces`, settleNow, isFinal, options)
    } catch (error) {
      const isOurs = isLasting(error) || errorCode(error) === 'resource_exhausted'
      if (!isOurs || errorCode(error) === 'stale_member') throw error
      const all = [...attempt]
      if (all.length === 1) {
        this.context.logger.error(
          { err: error, traceId: all[0]?.[0] },
          'A trace can not be settled. It stays as it was.',
        )
        return
      }
      const middle = Math.ceil(all.length / 2)
      await this.#settleChunk(new Map(all.slice(0, middle)), settleOnce, options)
      await this.#settleChunk(new Map(all.slice(middle)), settleOnce, options)
    }
  }

  /** Every step may be the last: whatever was not done is done when the block is delivered again. */
  async #settleOnce(projectId: string, touches: Touches): Promise<void> {
    const { store } = this.context
    const startedMs = performance.now()
    const tenure = this.#tenure
    const traceIds = [...touches.keys()]
    const isLarge = this.#isLarge(traceIds)
    const { inputs, heard } = isLarge ? NOTHING_READ : await this.#read(projectId, touches)
    const drafts = inputs.map(draftTrace).filter((draft) => draft !== undefined)
    const agreement = await agreeOnClaims(store, projectId, drafts, heard)
    const facts = drafts.map((draft) => concludeTrace(draft, agreement.cross.get(draft.input.traceId) ?? NO_CROSS))
    if (facts.length > 0) await store.write(projectId, facts)
    await this.#askOthers(projectId, agreement, new Set(traceIds))
    if (tenure === this.#tenure) this.#keepWarm(projectId, drafts, facts, agreement)
    const tookMs = (performance.now() - startedMs) / Math.max(1, facts.length)
    for (const { index } of facts) this.#pace.remember(index.traceId, index.spanCount, tookMs)
    const large = isLarge ? traceIds : inputs.filter(({ cut }) => cut).map(({ traceId }) => traceId)
    for (const traceId of large) await this.#settleLarge(projectId, traceId)
  }

  async #read(projectId: string, touches: Touches): Promise<Readings> {
    const inputs: SettleInput[] = []
    const heard = new Map<string, readonly ResponseClaim[]>()
    const cold: string[] = []
    const arrived = new Map<string, readonly CompactSpan[]>()
    for (const [traceId, by] of touches) {
      const warm = this.#warm.take(projectId, traceId, by)
      if (warm === undefined) {
        cold.push(traceId)
        if (by.arrived !== undefined && isDistinct(by.arrived)) arrived.set(traceId, by.arrived)
      } else {
        inputs.push(warm.input)
        heard.set(traceId, warm.claims)
      }
    }
    if (cold.length > 0) inputs.push(...(await this.context.store.read(projectId, cold, arrived)))
    return { inputs, heard }
  }

  #keepWarm(
    projectId: string,
    drafts: readonly TraceDraft[],
    facts: readonly TraceFacts[],
    { heard, unsettled }: Agreement,
  ): void {
    drafts.forEach((draft, at) => {
      const fact = facts[at]
      const input = fact && inputAfter(draft.input, fact)
      if (input === undefined || unsettled.includes(input.traceId)) return
      this.#warm.keep(projectId, {
        input,
        claims: draft.responses.flatMap(({ response }) => heard.get(response) ?? []),
      })
    })
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
      const agreement = await agreeOnClaims(store, projectId, [draft], NOTHING_READ.heard)
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

interface Readings {
  inputs: readonly SettleInput[]
  /** Claims as they were last heard, of traces that were not read. */
  heard: ReadonlyMap<string, readonly ResponseClaim[]>
}

const NOTHING_READ: Readings = { inputs: [], heard: new Map() }

/** The store being away, slow or full passes; anything else comes of these very traces. */
function isLasting(error: unknown): boolean {
  return !(error instanceof PyflareError && error.retryable)
}
