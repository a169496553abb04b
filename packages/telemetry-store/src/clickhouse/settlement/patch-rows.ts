import type { SpanPatch, TraceIndex } from '@pyflare/domain'
import type { Columns } from '../insert/insert-rows.ts'

export interface TracePatch {
  index: TraceIndex
  patch: SpanPatch
}

interface PatchRow extends TracePatch {
  projectId: string
}

export const PATCH_COLUMNS: Columns<PatchRow> = {
  project_id: (out, { projectId }) => out.text(projectId),
  trace_id: (out, { index }) => out.hex(index.traceId, 16),
  span_id: (out, { patch }) => out.hex(patch.spanId, 8),
  version: (out, { patch }) => out.int64(patch.version),
  time: (out, { index }) => out.int64(index.startTimeNs),
  columns: (out, { patch }) => out.textMap(textsOf(patch.columns)),
  print: (out, { patch }) => out.text(patch.print),
}

/** Lists are kept as JSON: the column of the span says what the text is. */
export function textsOf(columns: SpanPatch['columns']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
