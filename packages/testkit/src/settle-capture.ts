import {
  type CompactSpan,
  type ContentLog,
  type LedgerBalance,
  type LedgerEntry,
  normalizeSpan,
  type RawSpan,
  settleTrace,
  type TraceIndex,
} from '@pyflare/domain'
import type { UsageTotals } from './capture-truth.ts'
import type { Capture } from './corpus.ts'
import { contentLogsOf, hex } from './normalize-capture.ts'
import { rawSpansOf } from './raw-telemetry.ts'

/** A trace of a capture after the last of its requests was settled. */
export interface SettledTrace {
  index: TraceIndex | undefined
  /** What stands in the ledger: of each span that counts, once. */
  balances: readonly LedgerBalance[]
}

interface OpenTrace {
  spans: CompactSpan[]
  logs: ContentLog[]
  entries: LedgerEntry[]
  index: TraceIndex | undefined
}

/**
 * Settles a capture as it arrived: after each request, every trace that it touched. Traces are named by their ids in
 * lower-case hexadecimal.
 */
export function settleCapture(capture: Capture): Map<string, SettledTrace> {
  const traces = new Map<string, OpenTrace>()
  const traceOf = (traceId: string): OpenTrace => {
    const trace = traces.get(traceId) ?? { spans: [], logs: [], entries: [], index: undefined }
    traces.set(traceId, trace)
    return trace
  }
  for (const body of capture.bodies) {
    const spans = rawSpansOf(body).map(compactSpanOf)
    const logs = contentLogsOf(body)
    for (const span of spans) traceOf(span.traceId).spans.push(span)
    for (const log of logs) traceOf(log.traceId).logs.push(log)
    for (const traceId of new Set([...spans, ...logs].map((item) => item.traceId))) settle(traceId, traceOf(traceId))
  }
  return new Map([...traces].map(([id, { index, entries }]) => [id, { index, balances: balancesOf(entries) }]))
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

function settle(traceId: string, trace: OpenTrace): void {
  const { spans, logs, entries, index } = trace
  const previous = index && { version: index.version, startTimeNs: index.startTimeNs }
  const balances = balancesOf(entries)
  const facts = settleTrace({ traceId, spans, contentLogs: logs, balances, previous, cut: false })
  if (facts === undefined) return
  trace.index = facts.index
  entries.push(...facts.entries)
}

/** A span as settling reads it back from the store. */
function compactSpanOf(raw: RawSpan): CompactSpan {
  const columns = normalizeSpan(raw)
  return {
    ...columns,
    traceId: hex(raw.traceId),
    spanId: hex(raw.spanId),
    parentSpanId: hex(raw.parentSpanId),
    startTimeNs: raw.startTimeNs,
    endTimeNs: raw.endTimeNs,
    name: raw.name,
    scopeName: raw.scope.name,
    spanKind: raw.kind,
    hasMessages: columns.inputMessages !== '' || columns.outputMessages !== '',
    samplingRate: 1,
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
