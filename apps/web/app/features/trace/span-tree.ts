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
  /** The parent's id is known but the span is not here. */
  orphan: boolean
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
    orphan: false,
  }
}

function link(nodes: ReadonlyMap<string, SpanNode>): SpanNode[] {
  const roots: SpanNode[] = []
  for (const node of nodes.values()) {
    const parentId = node.span.parent_span_id
    const parent = parentId === null ? undefined : nodes.get(parentId)
    if (parent === undefined || leadsTo(parent, node)) {
      node.orphan = parentId !== null
      roots.push(node)
    } else {
      node.parent = parent
      parent.children.push(node)
    }
  }
  return roots
}

/** Whether the chain of parents from `from` comes to `target`: then making it a parent would close a ring. */
function leadsTo(from: SpanNode, target: SpanNode): boolean {
  if (target.children.length === 0) return from === target
  for (let node: SpanNode | undefined = from; node !== undefined; node = node.parent) if (node === target) return true
  return false
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
