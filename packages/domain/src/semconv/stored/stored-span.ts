import type { SpanKind } from '../../telemetry/raw-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'

/** A span as its row has it. Times are nanoseconds since 1970. */
export interface StoredSpan extends NormalizedSpan {
  traceId: Uint8Array
  spanId: Uint8Array
  /** Empty for a root. */
  parentSpanId: Uint8Array
  startTimeNs: bigint
  endTimeNs: bigint
  operationName: string
  spanKind: SpanKind
  statusMessage: string
  scopeName: string
  scopeVersion: string
}
