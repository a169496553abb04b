import { addTo } from '../group-by.ts'
import { modelLookupName } from '../semconv/model-name.ts'
import type { OperationKind } from '../telemetry/span-columns.ts'
import { RepeatGraph } from './repeat-graph.ts'
import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** Kinds that are one call of a model. */
export const CALL_KINDS: readonly OperationKind[] = ['chat', 'completion', 'embeddings', 'rerank', 'media', 'predict']
const CALLS: ReadonlySet<string> = new Set(CALL_KINDS)
/** What a model does on behalf of an agent or a tool is a call of its own, not a repetition of the caller's. */
const BOUNDARIES: ReadonlySet<string> = new Set(['agent', 'tool'])

export function isCall({ operationKind }: Pick<CompactSpan, 'operationKind'>): boolean {
  return CALLS.has(operationKind)
}

/** A call that went well and of which its telling knows nothing but that it was. */
export function isSilent(span: CompactSpan): boolean {
  return !hasUsage(span) && span.status !== 'error'
}

/** A span that takes no time is no call: it is written down when one has ended. */
export function isRecord(span: CompactSpan): boolean {
  return span.startTimeNs === span.endTimeNs
}

/**
 * What was asked of whom, where a library tells of a stream twice and names its response neither time: when it begins, and
 * in a record when it has ended. Undefined for all other spans.
 */
export function askedOf(span: CompactSpan): string | undefined {
  const isHalf = span.responseId === '' && (isSilent(span) || isRecord(span))
  if (!isHalf || span.inputHash === '' || span.modelId === '') return undefined
  return `${span.scopeName} ${span.modelId} ${span.inputHash}`
}

export function hasUsage(span: CompactSpan): boolean {
  return span.inputTokens !== undefined || span.outputTokens !== undefined
}

/** Which spans of a trace count, by position, and what the others repeat. */
export interface CountedSpans {
  counted: boolean[]
  /** Of a call that repeats another's: the one that counts in its place; -1 for every other span. */
  repeats: Int32Array
  /** 1 where a call repeats that one and no other, so that the two tell of the same. */
  alone: Uint8Array
}

/**
 * Each call of a model counts once, though several libraries may have told of it.
 * Source: docs/semantic-conventions.md 4.1, is_aggregate.
 */
export function countedSpans(tree: TraceTree): CountedSpans {
  const counted = tree.spans.map((span) => isCall(span) && !span.isAggregate)
  const graph = new RepeatGraph(tree.spans.length)
  const drop = (repetition: number, original: number) => {
    counted[repetition] = false
    graph.add(repetition, original)
  }
  dropNestedRepeats(tree, counted, drop)
  dropSiblingRepeats(tree, counted, drop)
  pairRecords(tree, counted, graph, drop)
  return { counted, ...graph.resolve() }
}

type Drop = (repetition: number, original: number) => void

/**
 * A call within a call that has the same response id, or the same model and usage, is the same call seen by a framework
 * and by the provider's library. The inner one counts, unless only the outer one has usage.
 */
function dropNestedRepeats({ spans, parents, preorder }: TraceTree, counted: boolean[], drop: Drop): void {
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
      if (outer === undefined || outerSpan === undefined || !counted[position]) continue
      if (key.startsWith(OF_ONE_MODEL) && !isSameAnyhow(outerSpan, span)) continue
      if (hasUsage(outerSpan) && !hasUsage(span)) drop(position, outer)
      else drop(outer, position)
    }
    if (!counted[position]) continue
    keysOf.set(position, keys)
    for (const key of keys) addTo(open, key, position)
  }

  function close(position: number | undefined): void {
    if (position === undefined) return
    for (const key of keysOf.get(position) ?? []) open.get(key)?.pop()
  }
}

const OF_ONE_MODEL = 'model '

/** One within the other, of one model: where one says nothing and nothing is against it, it is a mere wrapper. */
function isSameAnyhow(outer: CompactSpan, inner: CompactSpan): boolean {
  const sameResponse = outer.responseId === '' || inner.responseId === '' || outer.responseId === inner.responseId
  return sameResponse && (isSilent(outer) || isSilent(inner)) && inner.status !== 'error' && outer.status !== 'error'
}

/** Unknown equals nothing: failed calls have neither id nor usage, and a retry is not a repetition. A model with its vendor's prefix is the same. */
function repeatKeys(span: CompactSpan, segment: number): string[] {
  const keys: string[] = []
  const model = span.modelId === '' ? '' : modelLookupName(span.modelId)
  if (model !== '') keys.push(`${OF_ONE_MODEL}${segment} ${span.operationKind} ${model}`)
  if (span.responseId !== '') keys.push(`${segment} id ${span.responseId}`)
  if ((span.inputTokens ?? 0) + (span.outputTokens ?? 0) > 0 && model !== '') {
    keys.push(`${segment} usage ${span.inputTokens} ${span.outputTokens} ${model}`)
  }
  return keys
}

/**
 * Spans beside each other with one response id are one call that several libraries saw. A library does not see a call
 * twice, so the spans of one scope count: of that which has usage, else messages, else came first.
 */
function dropSiblingRepeats({ spans }: TraceTree, counted: boolean[], drop: Drop): void {
  const groups = new Map<string, number[]>()
  spans.forEach(({ responseId }, position) => {
    if (responseId === '' || !counted[position]) return
    addTo(groups, responseId, position)
  })
  for (const group of groups.values()) {
    const best = bestOf(spans, group)
    const keeper = spans[best]
    const isRepeat = (span: CompactSpan | undefined) =>
      keeper === undefined ||
      span === undefined ||
      span.scopeName !== keeper.scopeName ||
      (hasUsage(keeper) && !hasUsage(span))
    const kept = group.filter((position) => !isRepeat(spans[position]))
    for (const position of group) {
      if (!isRepeat(spans[position])) continue
      drop(position, best)
      for (const other of kept.slice(0, 2)) drop(position, other)
    }
  }
}

function bestOf(spans: readonly CompactSpan[], group: readonly number[]): number {
  let best = group[0] ?? 0
  for (const position of group) {
    const [span, other] = [spans[position], spans[best]]
    if (span !== undefined && other !== undefined && worth(span) > worth(other)) best = position
  }
  return best
}

function worth(span: CompactSpan): number {
  return (hasUsage(span) ? 4 : 0) + (span.hasMessages ? 2 : 0) + (span.costReportedNanos === undefined ? 0 : 1)
}

/** A stream and the record of its end are one call, told by the record, unless the provider's library tells of it too. */
function pairRecords({ spans }: TraceTree, counted: boolean[], graph: RepeatGraph, drop: Drop): void {
  const begun = new Map<string, number[]>()
  const ended: [asked: string, position: number][] = []
  spans.forEach((span, position) => {
    const asked = isCall(span) && !span.isAggregate ? askedOf(span) : undefined
    if (asked === undefined) return
    if (isRecord(span)) ended.push([asked, position])
    else addTo(begun, asked, position)
  })
  if (ended.length === 0) return
  const { repeats, alone } = graph.resolve()
  for (const [asked, record] of ended) {
    const stream = begun.get(asked)?.shift()
    if (stream === undefined || !counted[record]) continue
    const original = repeats[stream] ?? -1
    if (counted[stream]) drop(stream, record)
    else if (original >= 0 && original !== record && counted[original] && alone[stream] === 1) drop(record, original)
  }
}
