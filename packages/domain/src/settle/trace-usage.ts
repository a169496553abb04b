import { groupBy } from '../group-by.ts'
import { type CallsInLogs, callsInLogs } from './calls-in-logs.ts'
import { isCall } from './counted-spans.ts'
import { aloneAbove, type CallNews, isSum, mayStandAlone, type NewsBeneath, newsBeneath, newsOf } from './lone-usage.ts'
import type { Standing } from './span-facts.ts'
import { StrayCalls } from './stray-calls.ts'
import type { KnownTrace, TraceDraft } from './trace-draft.ts'
import type { CompactSpan } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** What the spans of a trace, or of a part of it, have used. */
export interface TraceUsage {
  /** By position, as told by all its tellings and by the records of calls that share the span. */
  spans: readonly CompactSpan[]
  /** By position. What it comes to is decided `later` where more of the trace may bear on it. */
  standings: readonly (Standing | 'later')[]
  /** Undefined where nothing in the tree, nor around it, depends on it. */
  news: { calls: readonly CallNews[]; beneath: readonly NewsBeneath[]; strays: StrayCalls } | undefined
}

/** What is around the part of a trace. */
export interface Surroundings {
  /** Whether a span of another part arrived. */
  has: (spanId: string) => boolean
  /** Whether more may come beneath a span. */
  mayGrow: (span: CompactSpan) => boolean
  /** Whether spans of other parts wait for what is told here. */
  isWaiting: boolean
}

const NOTHING_AROUND: Surroundings = { has: () => false, mayGrow: () => false, isWaiting: false }

export function traceUsage(draft: TraceDraft, known: KnownTrace, around: Surroundings = NOTHING_AROUND): TraceUsage {
  const { spans, callsOf } = withCallsInLogs(draft, known)
  const tree = { ...known.tree, spans }
  const counts = (position: number) => draft.calls.counted[position] === true && known.repeats[position] === undefined
  const callAt = (position: number): Standing => ({ calls: callsOf.get(position) ?? 1, silentCalls: 0 })
  if (!around.isWaiting && !spans.some(mayStandAlone)) {
    const standings = spans.map((_, position) => (counts(position) ? callAt(position) : NOTHING))
    return { spans, standings, news: undefined }
  }
  const calls = spans.map((span, position) => (counts(position) ? newsOf(span) : newsOfRepeat(draft, known, position)))
  const strays = new StrayCalls(tree, (position) => calls[position] === 'spent', around.has)
  const beneath = newsBeneath(tree, calls, strays)
  const standings = spans.map((span, position): Standing | 'later' => {
    if (counts(position)) return callAt(position)
    if (!mayStandAlone(span)) return NOTHING
    const own = beneath[position]
    if (own === undefined || isSum(span, own)) return 'sum'
    if (around.mayGrow(span)) return 'later'
    return aloneAbove(own, callsOf.get(position))
  })
  return { spans, standings, news: { calls, beneath, strays } }
}

const NOTHING: Standing = 'nothing'

/** A call that repeats another tells what that one does; of one that counts in another trace, something was spent. */
function newsOfRepeat({ calls }: TraceDraft, { tree, repeats }: KnownTrace, position: number): CallNews {
  if (repeats[position] === undefined) return undefined
  const original = calls.repeats[position] ?? -1
  const span = tree.spans[original]
  if (span === undefined || repeats[original] !== undefined) return 'spent'
  const news = newsOf(span)
  return news === 'silent' ? 'silent again' : news
}

/**
 * The spans with what the records of calls that share one of them say of it. Not where a call stands beneath the span, which
 * may be one of those, nor where other traces know the span by what it told.
 */
function withCallsInLogs(
  { input, claims, tree: sent }: TraceDraft,
  { tree, repeats, merged }: KnownTrace,
): { spans: readonly CompactSpan[]; callsOf: ReadonlyMap<number, number> } {
  const callsOf = new Map<number, number>()
  if (input.contentLogs.length === 0) return { spans: tree.spans, callsOf }
  const logs = groupBy(input.contentLogs, ({ spanId }) => spanId)
  const told = new Map<number, CallsInLogs>()
  tree.spans.forEach((span, position) => {
    const own = logs.get(span.spanId)
    if (own === undefined || repeats[position] !== undefined || merged.has(position)) return
    const found = callsInLogs(span, own)
    if (found !== undefined) told.set(position, found)
  })
  if (told.size === 0) return { spans: tree.spans, callsOf }
  const isNamed = new Set(claims.map(({ claim }) => claim.spanId))
  const hasCalls = callsBeneath(sent)
  const spans = tree.spans.map((span, position) => {
    const found = told.get(position)
    if (found === undefined || hasCalls[position] === 1 || isNamed.has(span.spanId)) return span
    callsOf.set(position, found.calls)
    const isKnown = span.inputTokens === found.usage.inputTokens && span.outputTokens === found.usage.outputTokens
    return isKnown ? span : { ...span, ...found.usage, ...COUNTED }
  })
  return { spans, callsOf }
}

/** What was reported or guessed was so of one call. */
const COUNTED = {
  usageEstimated: false,
  usageIncomplete: false,
  costReportedNanos: undefined,
  costInputReportedNanos: undefined,
  costOutputReportedNanos: undefined,
} satisfies Partial<CompactSpan>

function callsBeneath({ spans, parents, preorder }: TraceTree): Uint8Array {
  const beneath = new Uint8Array(spans.length)
  for (let at = preorder.length - 1; at >= 0; at--) {
    const position = preorder[at] ?? 0
    const [span, parent] = [spans[position], parents[position] ?? -1]
    if (parent >= 0 && (beneath[position] === 1 || (span !== undefined && isCall(span)))) beneath[parent] = 1
  }
  return beneath
}
