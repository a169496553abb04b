import type { RawSpan } from '../../telemetry/raw-span.ts'
import { normalizeSpan } from '../normalize-span.ts'
import type { StoredSpan } from './stored-span.ts'

/** The row that is made of a span; `otherwise` is how a row differs that another normalizer wrote. */
export function storedSpan(raw: RawSpan, otherwise: Partial<StoredSpan> = {}): StoredSpan {
  return {
    ...normalizeSpan(raw),
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentSpanId: raw.parentSpanId,
    startTimeNs: raw.startTimeNs,
    endTimeNs: raw.endTimeNs,
    operationName: raw.name,
    spanKind: raw.kind,
    statusMessage: raw.statusMessage,
    scopeName: raw.scope.name,
    scopeVersion: raw.scope.version,
    ...otherwise,
  }
}
