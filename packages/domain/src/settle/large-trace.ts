import { isCall } from './counted-spans.ts'
import type { Context, Nearest } from './inherited-columns.ts'
import { type CrossTelling, concludePart, draftTrace, type TraceDraft } from './settle-trace.ts'
import type { CompactSpan, SettleInput, TraceFacts, TraceOutline } from './trace-facts.ts'
import { TraceIndexSum } from './trace-index.ts'

/** Ancestors that are remembered from window to window: those that go on longest. */
const MAX_OPEN = 5_000

interface OpenSpan {
  endTimeNs: bigint
  nearest: Nearest
}

/**
 * A trace of more spans than are held at once, settled in windows of time. A window ends where no call is under way, so
 * that all tellings of a call stand in one; what spans inherit of earlier ones is carried on. The facts are those of the
 * whole, but for what goes on across a window that no such moment ends.
 */
export class LargeTrace {
  readonly #sum: TraceIndexSum
  #open = new Map<string, OpenSpan>()
  #last: TraceFacts | undefined
  #context: Context | undefined
  #isFirst = true

  constructor(private readonly outline: TraceOutline) {
    this.#sum = new TraceIndexSum(outline.root)
  }

  /** The window's draft, of as many of its spans as stand together. The next window begins after the last of them. */
  draft(window: SettleInput): TraceDraft | undefined {
    const spans = window.spans.slice(0, window.cut ? quietEnd(window.spans) : window.spans.length)
    const draft = draftTrace({ ...window, spans, previous: this.outline.previous })
    if (draft === undefined) return undefined
    const { root } = this.outline
    const isHere = root === undefined ? this.#isFirst : spans.some(({ spanId }) => spanId === root.spanId)
    const rootId = root?.spanId ?? draft.tree.spans[draft.tree.root]?.spanId
    const position = isHere ? draft.tree.spans.findIndex(({ spanId }) => spanId === rootId) : -1
    this.#isFirst = false
    return { ...draft, tree: { ...draft.tree, root: position, rootSeen: root !== undefined } }
  }

  /** The facts of the window that was drafted last, without the trace's own row. */
  conclude(draft: TraceDraft, cross: ReadonlyMap<string, CrossTelling>): TraceFacts {
    const nearest = new Map([...this.#open].map(([spanId, open]) => [spanId, open.nearest]))
    const outside = { root: this.outline.root, firsts: this.outline.firsts, nearest }
    const part = concludePart(draft, cross, this.#sum, outside)
    const { spans } = part.tree
    const until = spans.at(-1)?.startTimeNs ?? 0n
    spans.forEach((span, position) => {
      const own = part.nearest[position]
      if (own !== undefined) this.#open.set(span.spanId, { endTimeNs: span.endTimeNs, nearest: own })
    })
    this.#open = stillOpen(this.#open, until)
    this.#context = part.trace
    this.#last = { ...part.facts, isPart: true }
    return this.#last
  }

  /** The trace's own row, once all windows are concluded; undefined if there was none. */
  finish(): TraceFacts | undefined {
    if (this.#last === undefined || this.#context === undefined) return undefined
    const { index, replacesStartTimeNs } = this.#last
    const row = this.#sum.row(this.#context, index.version)
    return { index: row, replacesStartTimeNs, patches: [], entries: [] }
  }
}

/**
 * How many spans of a window stand together: up to the last moment in its second half at which no call is under way; all
 * where there is no such moment.
 */
function quietEnd(spans: readonly CompactSpan[]): number {
  let busyUntil = 0n
  let end = spans.length
  spans.forEach((span, position) => {
    if (position > spans.length / 2 && span.startTimeNs > busyUntil) end = position
    const isTold = isCall(span) || (!span.isAggregate && span.inputTokens !== undefined)
    if (isTold && span.endTimeNs > busyUntil) busyUntil = span.endTimeNs
  })
  return end
}

function stillOpen(spans: ReadonlyMap<string, OpenSpan>, until: bigint): Map<string, OpenSpan> {
  const open = [...spans].filter(([, { endTimeNs }]) => endTimeNs >= until)
  if (open.length > MAX_OPEN) open.sort(([, a], [, b]) => (a.endTimeNs > b.endTimeNs ? -1 : 1)).splice(MAX_OPEN)
  return new Map(open)
}
