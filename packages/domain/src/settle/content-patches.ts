import { groupBy } from '../group-by.ts'
import { columnsFromContentLogs } from '../semconv/content-logs.ts'
import { CONTENT_COLUMNS, fieldOf, type PatchColumns } from './patched-columns.ts'
import type { CompactSpan, ContentLog } from './trace-facts.ts'

/** Columns that hold what was said, and that it was cut. A span that came with messages keeps its own. */
const CONTENT: ReadonlySet<string> = new Set([...Object.values(CONTENT_COLUMNS).flat(), 'content_truncated'])

/**
 * What log records say of spans that the spans do not say themselves, by span id. The records may come in any order and
 * more than once. Usage is never taken from a log: it would count a call twice.
 */
export function contentPatches(spans: readonly CompactSpan[], logs: readonly ContentLog[]): Map<string, PatchColumns> {
  const patches = new Map<string, PatchColumns>()
  if (logs.length === 0) return patches
  const logsOf = groupBy(distinctLogs(logs), ({ spanId }) => spanId)
  for (const span of spans) {
    const own = logsOf.get(span.spanId)
    if (own === undefined) continue
    const columns = Object.entries(columnsFromContentLogs(own)).filter(([column]) => !says(span, column))
    if (columns.length > 0) patches.set(span.spanId, Object.fromEntries(columns))
  }
  return patches
}

function says(span: CompactSpan, column: string): boolean {
  if (CONTENT.has(column)) return span.hasMessages
  const field = fieldOf(column)
  return field !== undefined && span[field] !== ''
}

function distinctLogs(logs: readonly ContentLog[]): ContentLog[] {
  const byText = new Map(logs.map((log) => [sortKey(log), log]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, log]) => log)
}

function sortKey(log: ContentLog): string {
  const attributes = Object.entries(log.attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([log.timeNs.toString().padStart(20, '0'), log.spanId, log.eventName, log.body, attributes])
}
