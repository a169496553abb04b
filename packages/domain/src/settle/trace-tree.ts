import type { CompactSpan } from './trace-facts.ts'

/** The spans of a trace, each once, in order of start, and how they hang together. Spans are named by their position. */
export interface TraceTree {
  spans: readonly CompactSpan[]
  /** -1 where a span has no parent, or one that did not arrive. */
  parents: Int32Array
  /** Every parent stands before its children, and a subtree stands together. */
  preorder: readonly number[]
  /** -1 where it is not among the spans, which are a part of a large trace. */
  root: number
  /** False while the root stands in for one that did not arrive. */
  rootSeen: boolean
}

/** Builds the tree in linear time whatever the parents say: rings are opened at their earliest span. Needs one span. */
export function growTraceTree(received: readonly CompactSpan[]): TraceTree {
  const spans = distinctSpans(received)
  const positions = new Map(spans.map(({ spanId }, position) => [spanId, position]))
  const parents = Int32Array.from(spans, ({ spanId, parentSpanId }) =>
    parentSpanId === spanId ? -1 : (positions.get(parentSpanId) ?? -1),
  )
  openRings(parents)
  const seen = spans.findIndex(({ parentSpanId }) => parentSpanId === '')
  const root = seen >= 0 ? seen : parents.indexOf(-1)
  return { spans, parents, preorder: walk(parents), root, rootSeen: seen >= 0 }
}

/** A span that came more than once is taken in its fullest form, whichever copy came first. */
function distinctSpans(received: readonly CompactSpan[]): CompactSpan[] {
  const best = new Map<string, CompactSpan>()
  for (const span of received) {
    const other = best.get(span.spanId)
    if (other === undefined || compareCopies(span, other) > 0) best.set(span.spanId, span)
  }
  return [...best.values()].sort((a, b) => Number(a.startTimeNs - b.startTimeNs) || (a.spanId < b.spanId ? -1 : 1))
}

function compareCopies(a: CompactSpan, b: CompactSpan): number {
  return (
    Number(a.endTimeNs - b.endTimeNs) ||
    Number(a.hasMessages) - Number(b.hasMessages) ||
    (a.totalTokens ?? -1) - (b.totalTokens ?? -1) ||
    compareText(canonical(a), canonical(b))
  )
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function canonical(span: CompactSpan): string {
  const fields = Object.entries(span).sort(([a], [b]) => compareText(a, b))
  return JSON.stringify(fields, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

/** Cuts the parent of the earliest span of each ring. */
function openRings(parents: Int32Array): void {
  const walks = new Int32Array(parents.length).fill(-1)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at >= 0 && walks[at] === -1) {
      walks[at] = start
      at = parents[at] ?? -1
    }
    if (at < 0 || walks[at] !== start) continue
    let earliest = at
    for (let next = parents[at] ?? -1; next !== at; next = parents[next] ?? at) earliest = Math.min(earliest, next)
    parents[earliest] = -1
  }
}

function walk(parents: Int32Array): number[] {
  const firstChild = new Int32Array(parents.length).fill(-1)
  const nextSibling = new Int32Array(parents.length).fill(-1)
  const stack: number[] = []
  for (let position = parents.length - 1; position >= 0; position--) {
    const parent = parents[position] ?? -1
    if (parent < 0) {
      stack.push(position)
      continue
    }
    nextSibling[position] = firstChild[parent] ?? -1
    firstChild[parent] = position
  }
  const order: number[] = []
  for (let position = stack.pop(); position !== undefined; position = stack.pop()) {
    order.push(position)
    const sibling = nextSibling[position] ?? -1
    const child = firstChild[position] ?? -1
    if (sibling >= 0) stack.push(sibling)
    if (child >= 0) stack.push(child)
  }
  return order
}
