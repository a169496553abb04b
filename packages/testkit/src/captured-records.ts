import { type CompactSpan, type ContentLog, normalizeSpan, type RawSpan } from '@pyflare/domain'
import type { CaptureBody } from './corpus.ts'
import { contentLogsOf, hex } from './normalize-capture.ts'
import { rawSpansOf } from './raw-telemetry.ts'

/** The spans of a captured request, and the log records in it that carry messages, as settling reads them back from the store. */
export function capturedRecords(body: CaptureBody): { spans: CompactSpan[]; logs: ContentLog[] } {
  return { spans: rawSpansOf(body).map(compactSpanOf), logs: contentLogsOf(body) }
}

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
    hasInput: columns.inputMessages !== '' || columns.input !== '',
    hasOutput: columns.outputMessages !== '' || columns.output !== '',
    hasInstructions: columns.systemInstructions !== '',
    hasTools: columns.toolDefinitions !== '',
    samplingRate: 1,
  }
}
