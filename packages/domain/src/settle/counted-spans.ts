import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** Kinds that are one call of a model. */
const CALLS: ReadonlySet<string> = new Set(['chat', 'completion', 'embeddings', 'rerank', 'media', 'predict'])
/** What a model does on behalf of an agent or a tool is a call of its own, not a repetition of the caller's. */
const BOUNDARIES: ReadonlySet<string> = new Set(['agent', 'tool'])

export function isCall(span: CompactSpan): boolean {
  return CALLS.has(span.operationKind)
}

export function hasUsage(span: CompactSpan): boolean {
  return span.inputTokens !== undefined || span.outputTokens !== undefined
}

/**
 * Which spans count, by position: each call of a model once, though several libraries may have told of it.
 * Source: docs/semantic-conventions.md 4.1, is_aggregate.
 */
export function countedSpans(tree: TraceTree): boolean[] {
  const counted = tree.spans.map((span) => isCall(span) && !span.isAggregate)
  dropNestedRepeats(tree, counted)
  dropSiblingRepeats(tree, counted)
  countLoneUsage(tree, counted)
  return counted
}

/**
 * A call within a call that has the same response id, or the same model and usage, is the same call seen by a framework
 * and by the provider's library. The inner one counts, unless only the outer one has usage.
 */
function dropNestedRepeats({ spans, parents, preorder }: TraceTree, counted: boolean[]): void {
  const open = new Map<string, number[]>()
  const keysOf = new Map<number, string[]>()
  const path: number[] = []
  const segments = new Int32Array(spans.length).fill(-1)
  for (const position of preorder) {
    const parent = parents[position] ?? -1
    while (path.length > 0 && path.at(-1) !== parent) close(path.pop())
    path.push(position)
    const span = spans[position]
    if (span === undefined) continue
    const segment = segments[parent] ?? -1
    segments[position] = BOUNDARIES.has(span.operationKind) ? position : segment
    if (!counted[position]) continue
    const keys = repeatKeys(span, segment)
    for (const key of keys) {
      const outer = open.get(key)?.at(-1)
      const outerSpan = outer === undefined ? undefined : spans[outer]
      if (outer === undefined || outerSpan === undefined) continue
      counted[hasUsage(outerSpan) && !hasUsage(span) ? position : outer] = false
    }
    if (!counted[position]) continue
    keysOf.set(position, keys)
    for (const key of keys) {
      const outer = open.get(key)
      if (outer === undefined) open.set(key, [position])
      else outer.push(position)
    }
  }

  function close(position: number | undefined): void {
    if (position === undefined) return
    for (const key of keysOf.get(position) ?? []) open.get(key)?.pop()
  }
}

/** Unknown equals nothing: failed calls have neither id nor usage, and a retry is not a repetition. */
function repeatKeys(span: CompactSpan, segment: number): string[] {
  const keys: string[] = []
  if (span.responseId !== '') keys.push(`${segment} id ${span.responseId}`)
  if ((span.inputTokens ?? 0) + (span.outputTokens ?? 0) > 0 && span.modelId !== '') {
    keys.push(`${segment} usage ${span.inputTokens} ${span.outputTokens} ${span.modelId}`)
  }
  return keys
}

/**
 * Spans beside each other with one response id are one call that several libraries saw. A library does not see a call
 * twice, so the spans of one scope count: of that which has usage, else messages, else came first.
 */
function dropSiblingRepeats({ spans }: TraceTree, counted: boolean[]): void {
  const groups = new Map<string, number[]>()
  spans.forEach(({ responseId }, position) => {
    if (responseId === '' || !counted[position]) return
    const group = groups.get(responseId)
    if (group === undefined) groups.set(responseId, [position])
    else group.push(position)
  })
  for (const group of groups.values()) {
    let best = spans[group[0] ?? 0]
    for (const position of group) {
      const span = spans[position]
      if (span !== undefined && best !== undefined && worth(span) > worth(best)) best = span
    }
    for (const position of group) {
      const span = spans[position]
      if (span === undefined || best === undefined || span === best) continue
      if (span.scopeName !== best.scopeName || (hasUsage(best) && !hasUsage(span))) counted[position] = false
    }
  }
}

function worth(span: CompactSpan): number {
  return (hasUsage(span) ? 4 : 0) + (span.hasMessages ? 2 : 0) + (span.costReportedNanos === undefined ? 0 : 1)
}

/** An agent on the other side of a wire, or a tool with a bill: usage that no call beneath it accounts for. */
function countLoneUsage({ spans, parents, preorder }: TraceTree, counted: boolean[]): void {
  const covered = new Uint8Array(spans.length)
  for (let at = preorder.length - 1; at >= 0; at--) {
    const position = preorder[at] ?? 0
    const span = spans[position]
    if (span === undefined) continue
    const bills = hasUsage(span) || (span.costReportedNanos ?? 0n) > 0n
    if (!isCall(span) && !span.isAggregate && bills && covered[position] === 0) counted[position] = true
    const parent = parents[position] ?? -1
    if (parent >= 0 && (counted[position] || covered[position] === 1)) covered[parent] = 1
  }
}
