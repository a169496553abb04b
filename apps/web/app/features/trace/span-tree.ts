import type { SpanDetail } from '~/api/rows.ts'

/** A span in its place in the tree, with what its subtree sums to. Offsets and durations are milliseconds. */
export interface SpanNode {
  span: SpanDetail
  parent: SpanNode | undefined
  children: SpanNode[]
  depth: number
  /** From the start of the trace. */
  startMs: number
  endMs: number
  /** Tokens and cost of the subtree, each call once. undefined where nothing in it is known. */
  totalTokens: number | undefined
  costUsd: number | undefined
  /** Why it is a root although it names a parent: that span is not here, or the parents are a ring, which is cut here. */
  detached: 'missing parent' | 'ring' | undefined
}

export interface SpanTree {
  roots: SpanNode[]
  /** Depth first, children by start: the order of the rows. */
  ordered: SpanNode[]
  startTime: string
  durationMs: number
}

/**
 * Makes a tree of the spans of one trace, whatever they are: spans whose parent is missing become roots, a ring of parents is
 * cut at its earliest span, a repeated span id keeps the first. Linear in the number of spans but for sorting; no recursion, so
 * depth costs nothing.
 */
export function buildSpanTree(spans: readonly SpanDetail[]): SpanTree {
  const startNs =
    spans.reduce<bigint | undefined>((least, span) => min(least, nanosOf(span.start_time)), undefined) ?? 0n
  const nodes = new Map<string, SpanNode>()
  for (const span of [...spans].sort(byStart)) {
    if (!nodes.has(span.span_id)) nodes.set(span.span_id, nodeOf(span, startNs))
  }
  const roots = link(nodes)
  const ordered = walk(roots)
  sumSubtrees(ordered)
  const durationMs = ordered.reduce((most, node) => Math.max(most, node.endMs), 0)
  return { roots, ordered, startTime: earliest(spans), durationMs }
}

/** Nanoseconds since 1970 of an RFC 3339 time in UTC with up to nine digits of a second. */
export function nanosOf(time: string): bigint {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? ''
  return BigInt(Date.parse(time.replace(/\.\d+/, ''))) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

function nodeOf(span: SpanDetail, startNs: bigint): SpanNode {
  const startMs = Number(nanosOf(span.start_time) - startNs) / 1e6
  const counts = !span.is_aggregate
  return {
    span,
    parent: undefined,
    children: [],
    depth: 0,
    startMs,
    endMs: startMs + Math.max(0, span.duration_ms),
    totalTokens: counts ? (span.total_tokens ?? undefined) : undefined,
    costUsd: counts ? (span.cost_usd ?? undefined) : undefined,
    detached: undefined,
  }
}

function link(nodes: ReadonlyMap<string, SpanNode>): SpanNode[] {
  const all = [...nodes.values()]
  for (const node of all) {
    const parentId = node.span.parent_span_id
    node.parent = parentId === null ? undefined : nodes.get(parentId)
    if (parentId !== null && node.parent === undefined) node.detached = 'missing parent'
  }
  openRings(all)
  for (const node of all) node.parent?.children.push(node)
  return all.filter(({ parent }) => parent === undefined)
}

/** Takes the parent from the earliest span of each ring. `nodes` are in the order of their start. */
function openRings(nodes: readonly SpanNode[]): void {
  const places = new Map(nodes.map((node, place) => [node, place]))
  const walks = new Map<SpanNode, SpanNode>()
  for (const start of nodes) {
    let at: SpanNode | undefined = start
    for (; at !== undefined && !walks.has(at); at = at.parent) walks.set(at, start)
    if (at === undefined || walks.get(at) !== start) continue
    let earliest = at
    for (let next = at.parent; next !== undefined && next !== at; next = next.parent) {
      if ((places.get(next) ?? 0) < (places.get(earliest) ?? 0)) earliest = next
    }
    earliest.parent = undefined
    earliest.detached = 'ring'
  }
}

function walk(roots: readonly SpanNode[]): SpanNode[] {
  const ordered: SpanNode[] = []
  const stack = [...roots].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1
    ordered.push(node)
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index]
      if (child !== undefined) stack.push(child)
    }
  }
  return ordered
}

function sumSubtrees(ordered: readonly SpanNode[]): void {
  for (let index = ordered.length - 1; index >= 0; index--) {
    const node = ordered[index]
    if (node?.parent === undefined) continue
    node.parent.totalTokens = add(node.parent.totalTokens, node.totalTokens)
    node.parent.costUsd = add(node.parent.costUsd, node.costUsd)
  }
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : a + b
}

function min(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a
}

function byStart(a: SpanDetail, b: SpanDetail): number {
  return compare(a.start_time, b.start_time) || compare(b.end_time, a.end_time) || compare(a.span_id, b.span_id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function earliest(spans: readonly SpanDetail[]): string {
  return spans.reduce((least, span) => (least === '' || span.start_time < least ? span.start_time : least), '')
}
