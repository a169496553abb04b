import type { SpanRef } from '@pyflare/domain'

const PAIRS = `arrayMap((trace, span) -> (toFixedString(unhex(trace), 16), toFixedString(unhex(span), 8)), {traces:Array(String)}, {spans:Array(String)})`

/** That a row is of one of the spans. */
export const AMONG_SPANS = `(trace_id, span_id) IN (SELECT arrayJoin(${PAIRS}))`

export function amongSpans(refs: readonly SpanRef[]) {
  return { traces: refs.map(({ traceId }) => traceId), spans: refs.map(({ spanId }) => spanId) }
}

/** That a row is of a span of one trace that begins within a range. */
export const AMONG_WINDOW = `trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (
    SELECT span_id FROM spans
    WHERE project_id = {project:String}
      AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
      AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
      AND trace_id = toFixedString(unhex({trace:String}), 16)
  )`
