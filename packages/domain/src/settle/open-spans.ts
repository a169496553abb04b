import type { Said } from './inherited-columns.ts'
import { aloneAbove, isSum, type NewsBeneath, newsWith, tell } from './lone-usage.ts'
import { type KnownSpan, type SpanFacts, spanFacts } from './span-facts.ts'
import type { CompactSpan } from './trace-facts.ts'
import type { TracePart } from './trace-part.ts'
import type { TraceTree } from './trace-tree.ts'
import type { TraceUsage } from './trace-usage.ts'

/** Spans that are remembered from window to window: those that go on longest. */
const MAX_OPEN = 5_000

interface OpenSpan {
  endTimeNs: bigint
  parentSpanId: string
  nearest: Said
  /** Where it is not known yet whether the span counts. */
  waiting: { span: KnownSpan; beneath: NewsBeneath; missing: string } | undefined
}

/** Spans of a large trace that go on beyond the window that holds them: what is beneath them is in later ones too. */
export class OpenSpans {
  #open = new Map<string, OpenSpan>()
  #waiting = 0

  /** Whether some of them depend on what is told in later windows. */
  get isWaiting(): boolean {
    return this.#waiting > 0
  }

  has(spanId: string): boolean {
    return this.#open.has(spanId)
  }

  nearest(): ReadonlyMap<string, Said> {
    return new Map([...this.#open].map(([spanId, { nearest }]) => [spanId, nearest]))
  }

  /** Adds the spans of a window, and tells those before it what is beneath them there. */
  add({ tree, nearest, usage: { news }, later }: TracePart): void {
    if (news !== undefined) this.#tell(tree, news)
    tree.spans.forEach(({ spanId, parentSpanId, endTimeNs }, position) => {
      const own = nearest[position]
      const span = later.get(position)
      const beneath = news?.beneath[position]
      if (own === undefined) return
      const waiting =
        span === undefined || beneath === undefined
          ? undefined
          : { span, beneath: { ...beneath }, missing: news?.strays.missingAbove(position) ?? '' }
      if (waiting !== undefined) this.#waiting++
      this.#open.set(spanId, { endTimeNs, parentSpanId, nearest: own, waiting })
    })
  }

  /** Forgets spans that ended before a time. Returns the facts of those that had to wait. */
  closeBefore(timeNs: bigint): SpanFacts[] {
    const ended = [...this.#open].filter(([, { endTimeNs }]) => endTimeNs < timeNs)
    const facts = this.#close(ended)
    if (this.#open.size <= MAX_OPEN) return facts
    const longest = [...this.#open].sort(([, a], [, b]) => (a.endTimeNs > b.endTimeNs ? -1 : 1))
    return [...facts, ...this.#close(longest.slice(MAX_OPEN))]
  }

  closeAll(): SpanFacts[] {
    return this.#close([...this.#open])
  }

  #close(spans: readonly (readonly [spanId: string, span: OpenSpan])[]): SpanFacts[] {
    const facts: SpanFacts[] = []
    for (const [spanId, { waiting }] of spans) {
      this.#open.delete(spanId)
      if (waiting === undefined) continue
      this.#waiting--
      const { span, beneath } = waiting
      const standing = isSum(span.told, beneath) ? 'sum' : aloneAbove(beneath)
      facts.push(spanFacts(span, standing))
    }
    return facts
  }

  #tell({ spans, parents }: TraceTree, { calls, beneath, strays }: NonNullable<TraceUsage['news']>): void {
    spans.forEach((span, position) => {
      const own = beneath[position]
      if (parents[position] !== -1 || own === undefined) return
      const news = newsWith(span, own, calls[position])
      for (const { waiting } of this.#above(span)) if (waiting !== undefined) tell(waiting.beneath, own, news)
    })
    for (const { waiting } of this.#open.values()) {
      if (waiting !== undefined) waiting.beneath.spent ||= strays.mayBelongTo(waiting.span.told, waiting.missing)
    }
  }

  #above({ parentSpanId }: CompactSpan): Set<OpenSpan> {
    const above = new Set<OpenSpan>()
    let open = this.#open.get(parentSpanId)
    while (open !== undefined && !above.has(open)) {
      above.add(open)
      open = this.#open.get(open.parentSpanId)
    }
    return above
  }
}
