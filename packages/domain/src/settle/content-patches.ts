import { columnsFromContentLogs } from '../semconv/content-logs.ts'
import { groupBy } from './group-by.ts'
import type { CompactSpan, ContentLog, SpanPatch } from './trace-facts.ts'

export type PatchColumns = SpanPatch['columns']

/** Text columns that settling itself reads of a span. */
const READ_BACK: Readonly<Record<string, keyof CompactSpan>> = {
  input_preview: 'inputPreview',
  output_preview: 'outputPreview',
  user_id: 'userId',
  session_id: 'sessionId',
  feature_id: 'featureId',
  team: 'team',
  error_type: 'errorType',
  error_message: 'errorMessage',
}

/** Columns that hold what was said. A span that came with messages keeps its own. */
const CONTENT: ReadonlySet<string> = new Set([
  'input',
  'output',
  'input_messages',
  'output_messages',
  'system_instructions',
  'input_preview',
  'output_preview',
  'input_hash',
  'tool_definitions',
  'tool_calls',
])

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
    // A patch without columns is written too: it takes the place of an earlier one that the span itself has overtaken.
    patches.set(span.spanId, Object.fromEntries(columns))
  }
  return patches
}

/** The span as it reads with its patch. */
export function patchSpan(span: CompactSpan, columns: PatchColumns | undefined): CompactSpan {
  if (columns === undefined) return span
  const changes = Object.entries(READ_BACK).flatMap(([column, field]) => {
    const value = Object.hasOwn(columns, column) ? columns[column] : undefined
    return typeof value === 'string' && value !== '' ? [[field, value] as const] : []
  })
  return { ...span, ...Object.fromEntries(changes) }
}

function says(span: CompactSpan, column: string): boolean {
  if (CONTENT.has(column)) return span.hasMessages
  const field = READ_BACK[column]
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
