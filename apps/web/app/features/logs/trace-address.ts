import type { LogRecord } from '~/api/rows.ts'

/** Where the trace of a record is shown, at the span that wrote it; undefined for a record of no trace. */
export function traceAddress(projectId: string, { trace_id, span_id }: Pick<LogRecord, 'trace_id' | 'span_id'>) {
  if (trace_id === null) return undefined
  return `/p/${encodeURIComponent(projectId)}/traces/${trace_id}${span_id === null ? '' : `?span=${span_id}`}`
}
