import { isCall } from './counted-spans.ts'
import type { StrayCalls } from './stray-calls.ts'
import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/**
 * What a call tells the spans above it: that something was spent for them, or only that it was made and went well; and
 * whether it is told of again elsewhere.
 */
export type CallNews = 'spent' | 'embedded' | 'silent' | 'silent again' | undefined

/** What is told beneath a span. */
export interface NewsBeneath {
  /** Something was spent: whatever the span used is the sum of it. */
  spent: boolean
  /** Something was embedded or ranked, which makes no output. */
  embedded: boolean
  /** Calls that count, went well and do not say what they used. */
  silent: number
  /** There are such calls, though they may count elsewhere. */
  isCalled: boolean
}

/** Kinds of calls that make no output: usage with output is no sum of theirs. */
const WITHOUT_OUTPUT: ReadonlySet<string> = new Set(['embeddings', 'rerank'])

/** What a call tells, with all its tellings together. */
export function newsOf(call: CompactSpan): CallNews {
  if (hasSpent(call)) return WITHOUT_OUTPUT.has(call.operationKind) ? 'embedded' : 'spent'
  return call.status === 'error' || call.operationKind === 'predict' ? undefined : 'silent'
}

/**
 * Whether a span that is no call may have used something of which no call tells: agents of SDKs that tell of their runs alone,
 * agents behind a wire, tools with a bill. Whatever repeats the usage of calls is its only telling where they say nothing.
 */
export function mayStandAlone(span: CompactSpan): boolean {
  return !isCall(span) && hasSpent(span) && !(span.isAggregate && span.operationKind === 'tool')
}

/** Whether what such a span used is accounted for beneath it. */
export function isSum(span: CompactSpan, { spent, embedded }: NewsBeneath): boolean {
  return spent || (embedded && (span.outputTokens ?? 0) === 0)
}

function hasSpent(span: CompactSpan): boolean {
  return (span.inputTokens ?? 0) + (span.outputTokens ?? 0) > 0 || (span.costReportedNanos ?? 0n) > 0n
}

/** By position, what calls, and spans that stand alone, tell the spans above them. `calls` is what each call tells, by position. */
export function newsBeneath(tree: TraceTree, calls: readonly CallNews[], strays: StrayCalls): readonly NewsBeneath[] {
  const { spans, parents, preorder } = tree
  const beneath = spans.map((): NewsBeneath => ({ spent: false, embedded: false, silent: 0, isCalled: false }))
  const named = new Set(spans.flatMap(({ responseId }, position) => (calls[position] === 'spent' ? [responseId] : [])))
  named.delete('')
  for (let at = preorder.length - 1; at >= 0; at--) {
    const position = preorder[at] ?? 0
    const [span, own] = [spans[position], beneath[position]]
    if (span === undefined || own === undefined) continue
    if (mayStandAlone(span)) {
      own.spent ||= named.has(span.responseId) || strays.mayBelongTo(span, strays.missingAbove(position))
    }
    const above = beneath[parents[position] ?? -1]
    if (above !== undefined) tell(above, own, newsWith(span, own, calls[position]))
  }
  return beneath
}

/** What a span itself tells those above it; `call` is what it tells as a call. */
export function newsWith(span: CompactSpan, beneath: NewsBeneath, call: CallNews): CallNews {
  if (!mayStandAlone(span)) return call
  return isSum(span, beneath) ? undefined : 'spent'
}

/** What a span that stands alone stands for; `calls` is how many it is known to have made itself, where none is told of. */
export function aloneAbove({ isCalled, silent }: NewsBeneath, calls = 1): { calls: number; silentCalls: number } {
  return { calls: isCalled ? 0 : calls, silentCalls: silent }
}

/** Adds what a span tells, and what is beneath it, to what is told beneath the span above. */
export function tell(above: NewsBeneath, beneath: NewsBeneath, news: CallNews): void {
  above.spent ||= beneath.spent || news === 'spent'
  above.embedded ||= beneath.embedded || news === 'embedded'
  above.silent += beneath.silent + (news === 'silent' ? 1 : 0)
  above.isCalled ||= beneath.isCalled || news === 'silent' || news === 'silent again'
}
