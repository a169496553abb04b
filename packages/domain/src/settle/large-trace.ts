import { isCall } from './counted-spans.ts'
import type { Context } from './inherited-columns.ts'
import { OpenSpans } from './open-spans.ts'
import { draftTrace } from './settle-trace.ts'
import type { SpanFacts } from './span-facts.ts'
import type { CrossTelling, TraceDraft } from './trace-draft.ts'
import type { CompactSpan, SettleInput, TraceFacts, TraceOutline } from './trace-facts.ts'
import { TraceIndexSum } from './trace-index.ts'
import { concludePart, traceFacts } from './trace-part.ts'

/**
 * A trace of more spans than are held at once, settled in windows of time. A window ends where no call is under way, so
 * that all tellings of a call stand in one; what spans inherit of earlier ones is carried on. The facts are those of the
 * whole, but for what goes on across a window that no such moment ends.
 */
export class LargeTrace {
  readonly #sum: TraceIndexSum
  readonly #open = new OpenSpans()
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
    const until = draft.tree.spans.at(-1)?.startTimeNs ?? 0n
    const outside = {
      root: this.outline.root,
      firsts: this.outline.firsts,
      nearest: this.#open.nearest(),
      usage: {
        has: (spanId: string) => this.#open.has(spanId),
        mayGrow: ({ endTimeNs }: CompactSpan) => endTimeNs >= until,
        isWaiting: this.#open.isWaiting,
      },
    }
    const part = concludePart(draft, cross, this.#sum, outside)
    this.#open.add(part)
    this.#context = part.trace
    const { facts } = part
    const decided = this.#decided(this.#open.closeBefore(until))
    this.#last = { ...facts, ...merged(facts, traceFacts(facts.index, decided, undefined)), isPart: true }
    return this.#last
  }

  /** The trace's own row, and what was left to decide, once all windows are concluded; undefined if there was none. */
  finish(): TraceFacts | undefined {
    if (this.#last === undefined || this.#context === undefined) return undefined
    const decided = this.#decided(this.#open.closeAll())
    const { index, replacesStartTimeNs } = this.#last
    const row = this.#sum.row(this.#context, index.version)
    return { ...traceFacts(row, decided, undefined), replacesStartTimeNs }
  }

  #decided(spans: readonly SpanFacts[]): readonly SpanFacts[] {
    for (const { call } of spans) if (call !== undefined) this.#sum.addCall(call)
    return spans
  }
}

function merged(a: TraceFacts, b: TraceFacts): Pick<TraceFacts, 'patches' | 'entries'> {
  return { patches: [...a.patches, ...b.patches], entries: [...a.entries, ...b.entries] }
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
    if (isCall(span) && span.endTimeNs > busyUntil) busyUntil = span.endTimeNs
  })
  return end
}
