import type { SpanColumns, StringMap } from '../telemetry/span-columns.ts'

/** A span's columns, and what is left beside them. `events` and `links` are JSON as `pyflare/v1/trace.proto` has them. */
export type NormalizedSpan = SpanColumns & {
  attributes: StringMap
  /** Of attributes that are no text, what they were: `number`, `boolean`, `bytes`, `json`. */
  attributeTypes: StringMap
  /** Of columns whose content left the attributes, the place that it came from. By snake_case name, as docs/semantic-conventions.md writes places. */
  contentFrom: StringMap
  /** What other columns were read from inside of such content: place by place, what stood there. */
  contentFacts: StringMap
  resourceAttributes: StringMap
  events: string
  links: string
}
