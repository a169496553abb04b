import type { SpanNode, SpanTree } from './span-tree.ts'

/** The rows that show when some nodes are folded: all but what stands beneath a folded one. Linear. */
export function visibleRows(tree: SpanTree, folded: ReadonlySet<string>): SpanNode[] {
  const rows: SpanNode[] = []
  let hiddenBelow = Number.POSITIVE_INFINITY
  for (const node of tree.ordered) {
    if (node.depth > hiddenBelow) continue
    hiddenBelow = folded.has(node.span.span_id) ? node.depth : Number.POSITIVE_INFINITY
    rows.push(node)
  }
  return rows
}

/** What is said beside a span's name: the model, the document store, the path; '' where its name says all. */
export function spanDetail({ span }: SpanNode): string {
  if (span.model_id !== '' && !span.operation_name.includes(span.model_id)) return span.model_id
  if (span.data_source_id !== '' && !span.operation_name.includes(span.data_source_id)) return span.data_source_id
  const path = span.attributes['url.path'] ?? span.attributes['http.route'] ?? span.attributes['url.full']
  return path ?? (span.agent_name !== '' && !span.operation_name.includes(span.agent_name) ? span.agent_name : '')
}

/** The kind that a span is drawn as: its operation, else what its attributes say of HTTP and databases. */
export function drawnKind({ span }: SpanNode): string {
  if (span.operation_kind !== 'span') return span.operation_kind
  if (span.attributes['db.system.name'] !== undefined || span.attributes['db.system'] !== undefined) return 'db'
  if (span.attributes['http.request.method'] !== undefined || span.attributes['http.method'] !== undefined)
    return 'http'
  return 'span'
}
