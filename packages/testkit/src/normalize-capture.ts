import {
  type ContentLog,
  columnsFromContentLogs,
  type NormalizedSpan,
  normalizeLog,
  normalizeSpan,
  type RawSpan,
} from '@pyflare/domain'
import type { Capture, CaptureBody } from './corpus.ts'
import { rawLogsOf, rawSpansOf } from './raw-telemetry.ts'

export interface CapturedSpan {
  raw: RawSpan
  spanId: string
  traceId: string
  /** Its columns, filled from its content records where the span itself has nothing, as settling does. */
  columns: NormalizedSpan
}

/** What we make of a capture's spans, by span id in lower-case hexadecimal. */
export function normalizeCapture(
  capture: Capture,
  rewrite: (span: RawSpan) => RawSpan = (span) => span,
): Map<string, CapturedSpan> {
  const logs = capture.bodies.flatMap(contentLogsOf)
  const spans = capture.bodies.flatMap(rawSpansOf).map((sent) => {
    const raw = rewrite(sent)
    const spanId = hex(raw.spanId)
    const patch = columnsFromContentLogs(logs.filter((log) => log.spanId === spanId))
    return { raw, spanId, traceId: hex(raw.traceId), columns: filled(normalizeSpan(raw), patch) }
  })
  return new Map(spans.map((span) => [span.spanId, span]))
}

/** The log records of a request that carry a span's messages. */
export function contentLogsOf(body: CaptureBody): ContentLog[] {
  return rawLogsOf(body).flatMap((raw) => {
    const log = normalizeLog(raw)
    if (!log.isContent) return []
    const { body, attributes, eventName } = log
    return [{ traceId: hex(raw.traceId), spanId: hex(raw.spanId), timeNs: raw.timeNs, eventName, body, attributes }]
  })
}

function filled(columns: NormalizedSpan, patch: Readonly<Record<string, string | string[]>>): NormalizedSpan {
  const whole: Record<string, unknown> = { ...columns }
  for (const [name, value] of Object.entries(patch)) {
    const column = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    if (whole[column] === '') whole[column] = value
  }
  return whole as unknown as NormalizedSpan
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
