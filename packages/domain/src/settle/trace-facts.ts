/** A span as settling reads it back: what decides the trace's own row, and what counts. Ids are lower-case hex. */
export interface CompactSpan {
  traceId: string
  spanId: string
  /** '' for a root. */
  parentSpanId: string
  startTimeNs: bigint
  endTimeNs: bigint
  name: string
  serviceName: string
  scopeName: string
  spanKind: string
  status: 'unset' | 'ok' | 'error'
  errorType: string
  errorMessage: string
  operationKind: string
  isAggregate: boolean
  modelId: string
  modelVersion: string
  responseModel: string
  responseId: string
  provider: string
  serviceTier: string
  inputTokens: number | undefined
  outputTokens: number | undefined
  totalTokens: number | undefined
  cacheReadTokens: number | undefined
  cacheWriteTokens: number | undefined
  cacheWrite1hTokens: number | undefined
  reasoningTokens: number | undefined
  audioInputTokens: number | undefined
  audioOutputTokens: number | undefined
  /** The usage is a guess of the client's, not the provider's count. */
  usageEstimated: boolean
  /** The usage is known to lack a part. */
  usageIncomplete: boolean
  costReportedNanos: bigint | undefined
  costInputReportedNanos: bigint | undefined
  costOutputReportedNanos: bigint | undefined
  userId: string
  sessionId: string
  featureId: string
  team: string
  environment: string
  release: string
  tags: readonly string[]
  promptName: string
  promptVersion: string
  finishReason: string
  finishReasonRaw: string
  timeToFirstTokenNs: bigint | undefined
  inputPreview: string
  outputPreview: string
  /** Of what was asked, as the span itself came with it: the same for the same messages. */
  inputHash: string
  /** Whether the span itself came with messages. */
  hasMessages: boolean
  /** Which content there is; what it is stays in the store. */
  hasInput: boolean
  hasOutput: boolean
  hasInstructions: boolean
  hasTools: boolean
  samplingRate: number
}

/** Content that one telling of a call may have and another lack, by the columns that hold it. */
export type ContentPart = 'input' | 'output' | 'instructions' | 'tools'

/** A log record that carries a span's messages. `attributes` and `body` are as the log table keeps them: text and JSON. */
export interface ContentLog {
  traceId: string
  spanId: string
  timeNs: bigint
  eventName: string
  body: string
  attributes: Readonly<Record<string, string>>
}

/** What a ledger entry is filed under. Totals are cut by these, so an entry is reversed under the ones it was made with. */
export interface LedgerDimensions {
  /** The start of the span. */
  timeNs: bigint
  modelId: string
  modelVersion: string
  provider: string
  operationKind: string
  serviceName: string
  userId: string
  sessionId: string
  featureId: string
  team: string
  environment: string
  release: string
  costSource: '' | 'reported' | 'computed'
  /** Which price list and entry: provenance that a person can look up. */
  priceVersion: string
  /** Of all dimensions above: entries of a span with the same fingerprint have the same dimensions. */
  fingerprint: string
}

export interface LedgerAmounts {
  calls: number
  errors: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  reasoningTokens: number
  inputCostNanos: bigint
  outputCostNanos: bigint
  costNanos: bigint
}

/**
 * What the ledger says of one span under one fingerprint: the sums of those entries. A span has one such balance that is
 * not zero, or none; settling mends it where it has more. Balances whose sums are all zero may be left out.
 */
export interface LedgerBalance extends LedgerDimensions, LedgerAmounts {
  spanId: string
}

/** One span, wherever it is in its project. */
export interface SpanRef {
  traceId: string
  spanId: string
}

export interface TimedSpanRef extends SpanRef {
  /** The start of the span. */
  timeNs: bigint
}

export interface SettleInput {
  traceId: string
  spans: readonly CompactSpan[]
  contentLogs: readonly ContentLog[]
  balances: readonly LedgerBalance[]
  /** The newest index row's version and key, where there is one. */
  previous: { version: number; startTimeNs: bigint } | undefined
  /** What the newest patch of each patched span says, by span id: its print, for the columns may be long. */
  patchPrints: ReadonlyMap<string, string>
  /** True when the trace has more spans than were read: in a window, that another follows. */
  cut: boolean
}

/** The trace's own row. Field names are the columns of `trace_index`, in camelCase. */
export interface TraceIndex {
  traceId: string
  rootSpanId: string
  rootSeen: boolean
  name: string
  operationKind: string
  serviceName: string
  modelId: string
  models: string[]
  startTimeNs: bigint
  endTimeNs: bigint
  status: 'ok' | 'error'
  errorType: string
  errorMessage: string
  spanCount: number
  errorCount: number
  llmCallCount: number
  toolCallCount: number
  userId: string
  sessionId: string
  environment: string
  release: string
  featureId: string
  team: string
  tags: string[]
  promptName: string
  promptVersion: string
  inputPreview: string
  outputPreview: string
  inputTokens: number | undefined
  outputTokens: number | undefined
  totalTokens: number | undefined
  cacheReadTokens: number | undefined
  costNanos: bigint | undefined
  costStatus: 'exact' | 'partial' | 'unknown'
  version: number
}

/** Columns of a span that only other records knew, by snake_case column name. Replaces the span's earlier patch. */
export interface SpanPatch {
  spanId: string
  columns: Readonly<Record<string, string | string[]>>
  /** Content that another span has and this one lacks: whoever writes the patch copies it, as it reads there. */
  fills: readonly ContentFill[]
  /** Patches with the same print say the same; '' for one that says nothing. */
  print: string
  version: number
}

export interface ContentFill {
  from: TimedSpanRef
  part: ContentPart
}

export type LedgerReason = 'priced' | 'unpriced' | 'reversed' | 'corrected'

/** One ledger entry. Amounts are differences: a correction is the new truth less the balance. */
export interface LedgerEntry extends LedgerDimensions, LedgerAmounts {
  spanId: string
  reason: LedgerReason
}

/** What is known of a large trace before its spans are read, a window at a time. */
export interface TraceOutline {
  traceId: string
  /** The first span without a parent; undefined while none has arrived. */
  root: CompactSpan | undefined
  /** The first value in the trace of what spans inherit, by the span that says it: only those columns count. */
  firsts: readonly CompactSpan[]
  previous: SettleInput['previous']
}

export interface TraceFacts {
  /** The row so far where the facts are of a part of a large trace. */
  index: TraceIndex
  /** True for a part of a large trace: its row is written with the last facts. */
  isPart?: boolean
  /** The start of the row that this one replaces, when it differs from the new one. */
  replacesStartTimeNs: bigint | undefined
  /** Only those that say something new. */
  patches: readonly SpanPatch[]
  entries: readonly LedgerEntry[]
}
