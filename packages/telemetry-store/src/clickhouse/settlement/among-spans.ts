import type { SpanRef } from '@pyflare/domain'

const PAIRS = `arrayMap((trace, span) -> (toFixedString(unhex(trace), 16), toFixedString(unhex(span), 8)), {traces:Array(String)}, {spans:Array(String)})`

/** That a row is of one of the spans. */
export const AMONG_SPANS = `(trace_id, span_id) IN (SELECT arrayJoin(${PAIRS}))`

export function amongSpans(refs: readonly SpanRef[]) {
  return { traces: refs.map(({ traceId }) => traceId), spans: refs.map(({ spanId }) => spanId) }
}
