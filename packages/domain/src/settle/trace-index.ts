import type { CallCost } from './call-cost.ts'
import { hasUsage, isCall } from './counted-spans.ts'
import type { Context } from './inherited-columns.ts'
import type { CompactSpan, TraceIndex } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** A span that counts, with its cost where that is known. */
export interface CountedCall {
  span: CompactSpan
  cost: CallCost | undefined
}

const LANGUAGE_CALLS: ReadonlySet<string> = new Set(['chat', 'completion'])
/** More than a person reads in a list; a trace that calls more models keeps the first. */
const MAX_MODELS = 50

/** The trace's own row. `calls` stand in order of start. */
export function traceIndex(
  tree: TraceTree,
  context: Context,
  calls: readonly CountedCall[],
  version: number,
): TraceIndex {
  const root = rootOf(tree)
  const { spans } = tree
  return {
    traceId: root.traceId,
    rootSpanId: root.spanId,
    rootSeen: tree.rootSeen,
    name: root.name,
    operationKind: root.operationKind,
    serviceName: root.serviceName || firstOf(spans, (span) => span.serviceName),
    modelId: costliestModel(calls),
    models: [...new Set(calls.map(({ span }) => span.modelId).filter((model) => model !== ''))].slice(0, MAX_MODELS),
    ...times(spans),
    ...outcome(root, spans),
    spanCount: spans.length,
    errorCount: spans.filter(({ status }) => status === 'error').length,
    llmCallCount: calls.filter(({ span }) => LANGUAGE_CALLS.has(span.operationKind)).length,
    toolCallCount: spans.filter((span) => span.operationKind === 'tool' && !span.isAggregate).length,
    ...context,
    tags: [...context.tags],
    ...previews(root, calls),
    ...usage(calls),
    ...money(calls),
    version,
  }
}

function rootOf({ spans, root }: TraceTree): CompactSpan {
  const span = spans[root]
  if (span === undefined) throw new RangeError('A trace tree has no span at its root.')
  return span
}

function firstOf(spans: readonly CompactSpan[], read: (span: CompactSpan) => string): string {
  const found = spans.find((span) => read(span) !== '')
  return found === undefined ? '' : read(found)
}

/** Work that the root did not wait for is part of the trace: it ends when its last span does. */
function times(spans: readonly CompactSpan[]): Pick<TraceIndex, 'startTimeNs' | 'endTimeNs'> {
  const startTimeNs = spans[0]?.startTimeNs ?? 0n
  let endTimeNs = startTimeNs
  for (const span of spans) if (span.endTimeNs > endTimeNs) endTimeNs = span.endTimeNs
  return { startTimeNs, endTimeNs }
}

/**
 * A trace failed if its root did. An error below it that the root survived (a retried call, a tool that an agent did
 * without) is counted but fails nothing: who asked got an answer.
 */
function outcome(
  root: CompactSpan,
  spans: readonly CompactSpan[],
): Pick<TraceIndex, 'status' | 'errorType' | 'errorMessage'> {
  if (root.status !== 'error') return { status: 'ok', errorType: '', errorMessage: '' }
  const failed = spans.filter(({ status }) => status === 'error')
  return {
    status: 'error',
    errorType: root.errorType || firstOf(failed, (span) => span.errorType),
    errorMessage: root.errorMessage || firstOf(failed, (span) => span.errorMessage),
  }
}

/** What was asked and answered: by the root where it says so, else by the first and the last call. */
function previews(
  root: CompactSpan,
  calls: readonly CountedCall[],
): Pick<TraceIndex, 'inputPreview' | 'outputPreview'> {
  const spans = calls.map(({ span }) => span).filter((span) => LANGUAGE_CALLS.has(span.operationKind))
  let last: CompactSpan | undefined
  for (const span of spans) {
    if (span.outputPreview !== '' && (last === undefined || span.endTimeNs >= last.endTimeNs)) last = span
  }
  return {
    inputPreview: root.inputPreview || firstOf(spans, (span) => span.inputPreview),
    outputPreview: root.outputPreview || (last?.outputPreview ?? ''),
  }
}

function costliestModel(calls: readonly CountedCall[]): string {
  let best: { model: string; nanos: bigint; tokens: number } | undefined
  for (const { span, cost } of calls) {
    if (span.modelId === '') continue
    const nanos = cost?.totalNanos ?? -1n
    const tokens = (span.inputTokens ?? 0) + (span.outputTokens ?? 0)
    if (best === undefined || nanos > best.nanos || (nanos === best.nanos && tokens > best.tokens)) {
      best = { model: span.modelId, nanos, tokens }
    }
  }
  return best?.model ?? ''
}

function usage(
  calls: readonly CountedCall[],
): Pick<TraceIndex, 'inputTokens' | 'outputTokens' | 'totalTokens' | 'cacheReadTokens'> {
  const sum = (read: (span: CompactSpan) => number | undefined) => {
    const known = calls.map(({ span }) => read(span)).filter((tokens) => tokens !== undefined)
    return known.length === 0 ? undefined : known.reduce((total, tokens) => total + tokens, 0)
  }
  return {
    inputTokens: sum((span) => span.inputTokens),
    outputTokens: sum((span) => span.outputTokens),
    totalTokens: sum((span) =>
      hasUsage(span) ? (span.totalTokens ?? (span.inputTokens ?? 0) + (span.outputTokens ?? 0)) : span.totalTokens,
    ),
    cacheReadTokens: sum((span) => span.cacheReadTokens),
  }
}

/** Unknown is not zero: a trace has a cost when one of its calls has, and an exact one when all have. */
function money(calls: readonly CountedCall[]): Pick<TraceIndex, 'costNanos' | 'costStatus'> {
  const priced = calls.map(({ cost }) => cost).filter((cost) => cost !== undefined)
  if (priced.length === 0) return { costNanos: undefined, costStatus: 'unknown' }
  const exact = calls.every(({ span, cost }) => cost?.exact ?? costsNothing(span))
  return {
    costNanos: priced.reduce((total, cost) => total + cost.totalNanos, 0n),
    costStatus: exact ? 'exact' : 'partial',
  }
}

/** A call that failed before it used a token is not billed, and a model of one's own has no price per call. */
function costsNothing(span: CompactSpan): boolean {
  return !hasUsage(span) && (span.status === 'error' || span.operationKind === 'predict' || !isCall(span))
}
