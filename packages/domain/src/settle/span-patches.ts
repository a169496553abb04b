import { createHash } from 'node:crypto'
import type { MergedCall } from './merge-tellings.ts'
import { changedColumns, type PatchColumns } from './patched-columns.ts'
import type { CompactSpan, ContentFill, SpanPatch, SpanRef } from './trace-facts.ts'

/** All that other records know of one span. */
export interface SpanNews {
  /** From its log records. */
  logs: PatchColumns | undefined
  /** As its other tellings make it; undefined where there are none. */
  merged: MergedCall | undefined
  /** From its trace. */
  context: PatchColumns
  /** Whether its usage repeats that of other spans and counts nothing. */
  isAggregate: boolean
  repeats: SpanRef | undefined
}

/** `span` is as it reads with its logs. */
export function spanPatch(span: CompactSpan, news: SpanNews, version: number): SpanPatch {
  const { logs, merged, context, isAggregate, repeats } = news
  const columns: Record<string, string | string[]> = { ...context, ...logs }
  if (merged !== undefined) Object.assign(columns, mergedColumns(span, merged.span))
  if (isAggregate !== span.isAggregate) columns.is_aggregate = String(isAggregate)
  if (repeats !== undefined) columns.duplicate_of = `${repeats.traceId}:${repeats.spanId}`
  const fills = merged?.fills ?? []
  return { spanId: span.spanId, columns, fills, print: printOf(columns, fills), version }
}

function mergedColumns(span: CompactSpan, merged: CompactSpan): Record<string, string> {
  const columns = changedColumns(span, merged)
  const counts = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens']
  if (counts.some((column) => column in columns)) {
    const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = merged
    columns.uncached_input_tokens =
      inputTokens === undefined ? '' : String(Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens))
    columns.usage_missing = 'false'
  }
  return columns
}

function printOf(columns: PatchColumns, fills: readonly ContentFill[]): string {
  const entries = Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0 && fills.length === 0) return ''
  const told = JSON.stringify([entries, fills.map(({ from, part }) => [part, from.traceId, from.spanId])])
  return createHash('sha256').update(told).digest('base64url').slice(0, 22)
}
