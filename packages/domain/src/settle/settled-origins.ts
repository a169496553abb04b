import { columnsFromContentLogs } from '../semconv/content-logs.ts'
import { CONTENT_COLUMNS, fieldOf } from './patched-columns.ts'
import type { CompactSpan, SettleInput } from './trace-facts.ts'

/** Who told what a span does not say itself. */
export interface SettledOrigin {
  by: 'log_record' | 'span' | 'unknown'
  /** The span that says it, where that is known. */
  spanId: string | undefined
}

const CONTENT: ReadonlySet<string> = new Set(Object.values(CONTENT_COLUMNS).flat())

/**
 * Where a span's columns come from that settling gave it, by column. `columns` are those and what they say, as a patch has them. A span of
 * the trace that says the same is where it was taken from: the root, else the nearest ancestor, else the first.
 */
export function settledOrigins(
  { spans, contentLogs }: Pick<SettleInput, 'spans' | 'contentLogs'>,
  spanId: string,
  columns: Readonly<Record<string, string>>,
): Record<string, SettledOrigin> {
  const told = columnsFromContentLogs(contentLogs.filter((log) => log.spanId === spanId))
  const others = inOrderOfWeight(spans, spanId)
  return Object.fromEntries(
    Object.entries(columns).map(([column, value]): [string, SettledOrigin] => {
      if (told[column] !== undefined && printed(told[column]) === value)
        return [column, { by: 'log_record', spanId: undefined }]
      const field = column === 'tags' ? 'tags' : fieldOf(column)
      const sayer = field === undefined ? undefined : others.find((span) => printed(span[field]) === value)
      if (sayer !== undefined) return [column, { by: 'span', spanId: sayer.spanId }]
      return [column, { by: CONTENT.has(column) ? 'span' : 'unknown', spanId: undefined }]
    }),
  )
}

function inOrderOfWeight(spans: readonly CompactSpan[], spanId: string): CompactSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const parentOf = (span: CompactSpan | undefined) => byId.get(span?.parentSpanId ?? '')
  const ancestors = new Set<CompactSpan>()
  for (let at = parentOf(byId.get(spanId)); at !== undefined && !ancestors.has(at); at = parentOf(at)) ancestors.add(at)
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === '')
  const rest = spans.toSorted((a, b) => Number(a.startTimeNs - b.startTimeNs))
  return [...new Set([...roots, ...ancestors, ...rest])].filter((span) => span.spanId !== spanId)
}

function printed(value: unknown): string {
  return value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
