import type { SpanColumns, StringMap } from '../telemetry/span-columns.ts'

/** A span's columns, and what is left beside them. `events` and `links` are JSON as `pyflare/v1/trace.proto` has them. */
export type NormalizedSpan = SpanColumns & {
  attributes: StringMap
  resourceAttributes: StringMap
  events: string
  links: string
}
