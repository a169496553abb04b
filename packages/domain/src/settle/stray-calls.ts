import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

interface StrayCall {
  startTimeNs: bigint
  /** The parent that did not arrive. */
  missing: string
}

/**
 * Calls that hang beneath a span that did not arrive: they may belong to any span that was under way when they began, but
 * for those that hang beneath the same one.
 */
export class StrayCalls {
  /** In order of start. */
  readonly #all: readonly StrayCall[]
  /** By place among them, the next that hangs beneath another span. */
  readonly #nextOther: Int32Array
  /** By position, the parent that did not arrive of the span or of whatever is above it; '' where all did. */
  readonly #missing: readonly string[]

  /** `isCall` tells by position, and `isElsewhere` knows spans that arrived and are not in the tree. */
  constructor(tree: TraceTree, isCall: (position: number) => boolean, isElsewhere: (spanId: string) => boolean) {
    this.#missing = missingParents(tree, isElsewhere)
    this.#all = tree.spans.flatMap(({ startTimeNs }, position) => {
      const missing = this.missingAbove(position)
      return missing !== '' && isCall(position) ? [{ startTimeNs, missing }] : []
    })
    this.#nextOther = new Int32Array(this.#all.length).fill(this.#all.length)
    for (let at = this.#all.length - 2; at >= 0; at--) {
      const isOther = this.#all[at]?.missing !== this.#all[at + 1]?.missing
      this.#nextOther[at] = isOther ? at + 1 : (this.#nextOther[at + 1] ?? 0)
    }
  }

  missingAbove(position: number): string {
    return this.#missing[position] ?? ''
  }

  /** `missing` is what did not arrive above the span: what hangs beneath the same is beside it. */
  mayBelongTo(span: Pick<CompactSpan, 'startTimeNs' | 'endTimeNs'>, missing: string): boolean {
    const first = this.#firstSince(span.startTimeNs)
    const isBeside = this.#all[first]?.missing === missing
    const stray = this.#all[isBeside ? (this.#nextOther[first] ?? 0) : first]
    return stray !== undefined && stray.startTimeNs <= span.endTimeNs
  }

  #firstSince(timeNs: bigint): number {
    let [low, high] = [0, this.#all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#all[middle]?.startTimeNs ?? 0n) < timeNs) low = middle + 1
      else high = middle
    }
    return low
  }
}

function missingParents({ spans, parents, preorder }: TraceTree, isElsewhere: (spanId: string) => boolean): string[] {
  const here = new Set(spans.map(({ spanId }) => spanId))
  const missing = spans.map(() => '')
  for (const position of preorder) {
    const parent = parents[position] ?? -1
    const { parentSpanId = '' } = spans[position] ?? {}
    if (parent >= 0) missing[position] = missing[parent] ?? ''
    // The parent of a span in a ring arrived, though the ring was opened there.
    else if (!here.has(parentSpanId) && !isElsewhere(parentSpanId)) missing[position] = parentSpanId
  }
  return missing
}
