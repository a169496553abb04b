import type { CallCost } from './call-cost.ts'
import { hasUsage, isCall } from './counted-spans.ts'
import type { Context } from './inherited-columns.ts'
import { newsOf } from './lone-usage.ts'
import type { CompactSpan, TraceIndex } from './trace-facts.ts'
import type { TraceTree } from './trace-tree.ts'

/** A span that counts, with its cost where that is known. */
export interface CountedCall {
  span: CompactSpan
  cost: CallCost | undefined
  /** How many it stands for. */
  calls: number
  /** And how many others, which do not say what they used: it does. */
  silentCalls: number
}

const LANGUAGE_CALLS: ReadonlySet<string> = new Set(['chat', 'completion'])
/** More than a person reads in a list; a trace that calls more models keeps the first. */
const MAX_MODELS = 50

/** The trace's own row, summed over the trees that its spans were read in: one, or for a large trace one after another. */
export class TraceIndexSum {
  #root: CompactSpan | undefined
  #rootSeen: boolean
  #serviceName = ''
  #startTimeNs: bigint | undefined
  #endTimeNs = 0n
  #firstError = { errorType: '', errorMessage: '' }
  #inputPreview = ''
  #lastCall: CompactSpan | undefined
  #costliest: { model: string; nanos: bigint; tokens: number } | undefined
  #isExact = true
  /** Calls that do not say what they used, less those of which a span above them says it. */
  #silentCalls = 0
  #costNanos: bigint | undefined
  readonly #models = new Set<string>()
  readonly #counts = { spanCount: 0, errorCount: 0, llmCallCount: 0, toolCallCount: 0 }
  readonly #tokens: Record<(typeof TOKENS)[number], number | undefined> = {
    inputTokens: undefined,
    outputTokens: undefined,
    totalTokens: undefined,
    cacheReadTokens: undefined,
  }

  /** `root` is given where it is known before the tree that holds it is added. */
  constructor(root?: CompactSpan) {
    this.#root = root
    this.#rootSeen = root !== undefined
  }

  /** Spans and calls stand in order of start, after those that were added before. */
  add({ spans, root, rootSeen }: TraceTree, calls: readonly CountedCall[]): void {
    if (root >= 0) {
      this.#root = spans[root]
      this.#rootSeen = rootSeen
    }
    for (const span of spans) this.#addSpan(span)
    for (const call of calls) this.addCall(call)
  }

  /** Needs one span at least. */
  row(context: Context, version: number): TraceIndex {
    const root = this.#root
    if (root === undefined) throw new RangeError('A trace has no span to be its root.')
    return {
      traceId: root.traceId,
      rootSpanId: root.spanId,
      rootSeen: this.#rootSeen,
      name: root.name,
      operationKind: root.operationKind,
      serviceName: root.serviceName || this.#serviceName,
      modelId: this.#costliest?.model ?? '',
      models: [...this.#models],
      startTimeNs: this.#startTimeNs ?? 0n,
      endTimeNs: this.#endTimeNs,
      ...this.#outcome(root),
      ...this.#counts,
      ...context,
      tags: [...context.tags],
      inputPreview: root.inputPreview || this.#inputPreview,
      outputPreview: root.outputPreview || (this.#lastCall?.outputPreview ?? ''),
      ...this.#tokens,
      ...this.#money(),
      version,
    }
  }

  #addSpan(span: CompactSpan): void {
    this.#counts.spanCount++
    this.#serviceName ||= span.serviceName
    this.#startTimeNs ??= span.startTimeNs
    // Work that the root did not wait for is part of the trace: it ends when its last span does.
    this.#endTimeNs = later(this.#endTimeNs, later(span.endTimeNs, this.#startTimeNs))
    if (span.operationKind === 'tool' && !span.isAggregate) this.#counts.toolCallCount++
    if (span.status !== 'error') return
    this.#counts.errorCount++
    this.#firstError.errorType ||= span.errorType
    this.#firstError.errorMessage ||= span.errorMessage
  }

  addCall({ span, cost, calls, silentCalls }: CountedCall): void {
    if (span.modelId !== '' && this.#models.size < MAX_MODELS) this.#models.add(span.modelId)
    this.#addCost(span, cost)
    this.#silentCalls -= silentCalls
    for (const kind of TOKENS) {
      const count = kind === 'totalTokens' ? totalOf(span) : span[kind]
      if (count !== undefined) this.#tokens[kind] = (this.#tokens[kind] ?? 0) + count
    }
    if (!LANGUAGE_CALLS.has(span.operationKind)) return
    this.#counts.llmCallCount += calls
    this.#inputPreview ||= span.inputPreview
    if (span.outputPreview === '') return
    if (this.#lastCall === undefined || span.endTimeNs >= this.#lastCall.endTimeNs) this.#lastCall = span
  }

  #addCost(span: CompactSpan, cost: CallCost | undefined): void {
    if (cost !== undefined) this.#costNanos = (this.#costNanos ?? 0n) + cost.totalNanos
    if (cost === undefined && newsOf(span) === 'silent' && isCall(span)) this.#silentCalls++
    else if (!(cost?.exact ?? costsNothing(span))) this.#isExact = false
    if (span.modelId === '') return
    const call = {
      model: span.modelId,
      nanos: cost?.totalNanos ?? -1n,
      tokens: (span.inputTokens ?? 0) + (span.outputTokens ?? 0),
    }
    const best = this.#costliest
    const isMore = best === undefined || call.nanos > best.nanos
    if (isMore || (call.nanos === best.nanos && call.tokens > best.tokens)) this.#costliest = call
  }

  /**
   * A trace failed if its root did. An error below it that the root survived (a retried call, a tool that an agent did
   * without) is counted but fails nothing: who asked got an answer.
   */
  #outcome(root: CompactSpan): Pick<TraceIndex, 'status' | 'errorType' | 'errorMessage'> {
    if (root.status !== 'error') return { status: 'ok', errorType: '', errorMessage: '' }
    return {
      status: 'error',
      errorType: root.errorType || this.#firstError.errorType,
      errorMessage: root.errorMessage || this.#firstError.errorMessage,
    }
  }

  /** Unknown is not zero: a trace has a cost when one of its calls has, and an exact one when all have. */
  #money(): Pick<TraceIndex, 'costNanos' | 'costStatus'> {
    const costNanos = this.#costNanos
    if (costNanos === undefined) return { costNanos, costStatus: 'unknown' }
    return { costNanos, costStatus: this.#isExact && this.#silentCalls <= 0 ? 'exact' : 'partial' }
  }
}

const TOKENS = ['inputTokens', 'outputTokens', 'totalTokens', 'cacheReadTokens'] as const

function totalOf(span: CompactSpan): number | undefined {
  if (!hasUsage(span)) return span.totalTokens
  return span.totalTokens ?? (span.inputTokens ?? 0) + (span.outputTokens ?? 0)
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** A call that failed before it used a token is not billed, and a model of one's own has no price per call. */
function costsNothing(span: CompactSpan): boolean {
  return !hasUsage(span) && (span.status === 'error' || span.operationKind === 'predict' || !isCall(span))
}
