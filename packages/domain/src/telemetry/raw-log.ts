import type { Attributes, AttributeValue } from './attribute.ts'
import type { Scope } from './raw-span.ts'

/** A log record as it was received, free of any encoding. Times are nanoseconds since 1970, 0 when absent. */
export interface RawLog {
  timeNs: bigint
  observedTimeNs: bigint
  /** 16 bytes, or empty when the record belongs to no trace. */
  traceId: Uint8Array
  /** 8 bytes, or empty when the record belongs to no span. */
  spanId: Uint8Array
  flags: number
  severityNumber: number
  severityText: string
  eventName: string
  body: AttributeValue | undefined
  attributes: Attributes
  droppedAttributesCount: number
  resource: Attributes
  scope: Scope
}
