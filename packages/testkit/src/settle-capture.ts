import {
  type CompactSpan,
  type ContentLog,
  type CrossTelling,
  concludeTrace,
  draftTrace,
  judge,
  type LedgerBalance,
  type LedgerEntry,
  type SettleInput,
  type SpanPatch,
  type TraceDraft,
  type TraceIndex,
} from '@pyflare/domain'
import type { UsageTotals } from './capture-truth.ts'
import { capturedRecords } from './captured-records.ts'
import type { Capture } from './corpus.ts'

/** A trace of a capture after the last of its requests was settled. */
export interface SettledTrace {
  index: TraceIndex | undefined
  /** What stands in the ledger: of each span that counts, once. */
  balances: readonly LedgerBalance[]
  /** What is known of its spans beyond what they say, by span id. */
  patches: ReadonlyMap<string, SpanPatch>
}

interface OpenTrace {
  spans: CompactSpan[]
  logs: ContentLog[]
  entries: LedgerEntry[]
  patches: Map<string, SpanPatch>
  index: TraceIndex | undefined
}

/**
 * Settles a capture as it arrived: after each request, every trace, for what one says may change what another's spans
 * count. Traces are named by their ids in
 * lower-case hexadecimal.
 */
export function settleCapture(capture: Capture): Map<string, SettledTrace> {
  const traces = new Map<string, OpenTrace>()
  const traceOf = (traceId: string): OpenTrace => {
    const trace = traces.get(traceId) ?? { spans: [], logs: [], entries: [], patches: new Map(), index: undefined }
    traces.set(traceId, trace)
    return trace
  }
  for (const body of capture.bodies) {
    const { spans, logs } = capturedRecords(body)
    for (const span of spans) traceOf(span.traceId).spans.push(span)
    for (const log of logs) traceOf(log.traceId).logs.push(log)
    settleAll(traces)
  }
  return new Map(
    [...traces].map(([id, { index, entries, patches }]) => [id, { index, balances: balancesOf(entries), patches }]),
  )
}

/** What a ledger says was used, in the terms of `expect.json`. Calls without usage (failed ones) count nothing. */
export function usageOf(balances: readonly LedgerBalance[]): UsageTotals {
  const counted = balances.filter(({ inputTokens, outputTokens }) => inputTokens + outputTokens > 0)
  const embedded = counted.filter(({ operationKind }) => operationKind === 'embeddings')
  const talked = counted.filter(({ operationKind }) => operationKind !== 'embeddings')
  const sum = (list: readonly LedgerBalance[], amount: (balance: LedgerBalance) => number): number =>
    list.reduce((total, balance) => total + amount(balance), 0)
  return {
    llm_calls: sum(talked, ({ calls }) => calls),
    input_tokens: sum(talked, ({ inputTokens }) => inputTokens),
    output_tokens: sum(talked, ({ outputTokens }) => outputTokens),
    cached_input_tokens: sum(talked, ({ cacheReadTokens }) => cacheReadTokens),
    cache_write_tokens: sum(talked, ({ cacheWriteTokens }) => cacheWriteTokens),
    reasoning_tokens: sum(talked, ({ reasoningTokens }) => reasoningTokens),
    embedding_calls: sum(embedded, ({ calls }) => calls),
    embedding_input_tokens: sum(embedded, ({ inputTokens }) => inputTokens),
  }
}

function settleAll(traces: ReadonlyMap<string, OpenTrace>): void {
  const drafts = [...traces].map(([traceId, trace]) => draftTrace(inputOf(traceId, trace)))
  const known = drafts.filter((draft) => draft !== undefined)
  for (const draft of known) {
    const trace = traces.get(draft.input.traceId)
    if (trace === undefined) continue
    const { index, entries, patches } = concludeTrace(draft, judgeClaims(draft, known))
    trace.index = index
    trace.entries.push(...entries)
    for (const patch of patches) trace.patches.set(patch.spanId, patch)
  }
}

/** What all traces' claims make of one trace's spans; the write role comes to the same by way of the store. */
function judgeClaims(draft: TraceDraft, all: readonly TraceDraft[]): Map<string, CrossTelling> {
  const claims = all.flatMap((other) => other.claims)
  const cross = new Map<string, CrossTelling>()
  for (const { claim } of draft.claims) {
    const rivals = claims.filter((other) => other.claim.response === claim.response)
    const { repeats, standsFor } = judge(
      claim,
      rivals.map((other) => other.claim),
    )
    const tellings = rivals.filter((other) => standsFor.includes(other.claim)).map(({ span }) => span)
    const known = cross.get(claim.spanId)
    if (repeats !== undefined) cross.set(claim.spanId, { repeats })
    else if (known === undefined) cross.set(claim.spanId, { tellings })
    else if ('tellings' in known) cross.set(claim.spanId, { tellings: [...known.tellings, ...tellings] })
  }
  return cross
}

function inputOf(traceId: string, { spans, logs, entries, patches, index }: OpenTrace): SettleInput {
  return {
    traceId,
    spans,
    contentLogs: logs,
    balances: balancesOf(entries),
    previous: index && { version: index.version, startTimeNs: index.startTimeNs },
    patchPrints: new Map([...patches].map(([spanId, { print }]) => [spanId, print])),
    cut: false,
  }
}

function balancesOf(entries: readonly LedgerEntry[]): LedgerBalance[] {
  const sums = new Map<string, LedgerBalance>()
  for (const { reason: _, ...entry } of entries) {
    const key = `${entry.spanId} ${entry.fingerprint}`
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? entry : added(sum, entry))
  }
  return [...sums.values()].filter(({ calls }) => calls !== 0)
}

function added(sum: LedgerBalance, entry: LedgerBalance): LedgerBalance {
  const total: LedgerBalance = { ...sum }
  for (const [name, value] of Object.entries(entry)) {
    const before: unknown = Reflect.get(sum, name)
    if (typeof value === 'number' && typeof before === 'number') Reflect.set(total, name, before + value)
    if (typeof value === 'bigint' && typeof before === 'bigint' && name !== 'timeNs')
      Reflect.set(total, name, before + value)
  }
  return total
}
