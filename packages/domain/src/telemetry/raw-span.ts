import type { Attributes } from './attribute.ts'
import type { SpanColumns } from './span-columns.ts'

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer'
export type SpanStatus = 'unset' | 'ok' | 'error'

export interface Scope {
  name: string
  version: string
  attributes: Attributes
}

export interface SpanEvent {
  timeNs: bigint
  name: string
  attributes: Attributes
}

export interface SpanLink {
  traceId: Uint8Array
  spanId: Uint8Array
  attributes: Attributes
}

/**
 * Of a span that is made again of its row: what columns keep of places that are gone (docs/semantic-conventions.md writes places), and what
 * else was read there.
 */
export interface KeptContent {
  contents: ReadonlyMap<keyof SpanColumns, { source: string; text: string }>
  facts: ReadonlyMap<string, string>
}

/** A span as it was received, free of any encoding: what normalization reads. Times are nanoseconds since 1970. */
export interface RawSpan {
  traceId: Uint8Array
  spanId: Uint8Array
  /** Empty for a root. */
  parentSpanId: Uint8Array
  traceState: string
  flags: number
  name: string
  kind: SpanKind
  startTimeNs: bigint
  endTimeNs: bigint
  status: SpanStatus
  statusMessage: string
  attributes: Attributes
  events: readonly SpanEvent[]
  links: readonly SpanLink[]
  droppedAttributesCount: number
  droppedEventsCount: number
  droppedLinksCount: number
  resource: Attributes
  scope: Scope
  kept?: KeptContent
}
