import { addTo } from '../group-by.ts'
import type { CountedSpans } from './counted-spans.ts'
import { type MergedCall, mergeTellings } from './merge-tellings.ts'
import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** The calls of a trace: which span stands for each, and what all its tellings say together. */
export interface CallRows {
  /** By position: whether the span counts. */
  counted: boolean[]
  /** By position: the span that counts in its place, or -1. */
  repeats: Int32Array
  /** By position: calls that several spans of the trace tell of. All others are as their span says. */
  merged: ReadonlyMap<number, MergedCall>
}

/**
 * The tellings of one call become one. The span with messages stays, for it is what people read: where the one that
 * counts has none and a repetition has, they change places, and usage stays that of the one that counted.
 */
export function callRows(tree: TraceTree, spans: CountedSpans): CallRows {
  const counted = [...spans.counted]
  const repeats = Int32Array.from(spans.repeats)
  const merged = new Map<number, MergedCall>()
  const groups = groupRepetitions(spans)
  if (groups.size === 0) return { counted, repeats, merged }
  const callsBeneath = countBeneath(tree, spans.counted)
  const at = (position: number) => tree.spans[position] as CompactSpan
  for (const [original, group] of groups) {
    const repetitions = group.filter((position) => spans.alone[position] === 1)
    if (repetitions.length === 0) continue
    const row = worthReading(at(original)) > 0 ? original : bestToRead(tree, repetitions, original)
    const others = [original, ...repetitions].filter((position) => position !== row)
    const trusted = repetitions.filter((position) => (callsBeneath[position] ?? 0) <= 1)
    merged.set(row, mergeTellings(at(row), at(original), inOrder(tree, others).map(at), trusted.map(at)))
    if (row === original) continue
    counted[original] = false
    counted[row] = true
    for (const position of group) repeats[position] = row
    repeats[original] = row
    repeats[row] = -1
  }
  return { counted, repeats, merged }
}

/** Spans that repeat a call, by that call. */
function groupRepetitions({ repeats }: CountedSpans): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  repeats.forEach((original, position) => {
    if (original !== -1) addTo(groups, original, position)
  })
  return groups
}

/** Of equally good ones the last, which is the innermost where they are nested. */
function bestToRead({ spans }: TraceTree, repetitions: readonly number[], original: number): number {
  let best = original
  for (const position of repetitions) {
    const [span, other] = [spans[position], spans[best]]
    if (span !== undefined && other !== undefined && worthReading(span) >= Math.max(1, worthReading(other))) {
      best = position
    }
  }
  return best
}

function inOrder({ spans }: TraceTree, positions: readonly number[]): number[] {
  const worth = (position: number) => worthReading(spans[position] as CompactSpan)
  return [...positions].sort((a, b) => worth(b) - worth(a) || a - b)
}

function worthReading(span: CompactSpan): number {
  return (span.hasInput ? 1 : 0) + (span.hasOutput ? 1 : 0)
}

/** How many spans that count each span has beneath it. */
function countBeneath({ parents, preorder }: TraceTree, counted: readonly boolean[]): Int32Array {
  const beneath = new Int32Array(parents.length)
  for (let at = preorder.length - 1; at >= 0; at--) {
    const position = preorder[at] ?? 0
    const parent = parents[position] ?? -1
    if (parent >= 0) beneath[parent] = (beneath[parent] ?? 0) + (beneath[position] ?? 0) + (counted[position] ? 1 : 0)
  }
  return beneath
}
