import type { TracePageQuery } from '../../reader.ts'
import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'
import { decodeCursor, encodeCursor, INTEGER, SPAN_ID } from './cursor.ts'
import { SPAN_COLUMNS } from './span-rows.ts'

const CURSOR_KIND = 'spans'

/** A page is cut where its content grows beyond this, so that a trace of huge prompts is read in several steps. */
const PAGE_BYTES = 32 * 2 ** 20

export interface SpanKey {
  id: string
  start_ns: string
  bytes: string
}

const TRACE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)`

/** Ids, starts and sizes of a trace's spans after a cursor, one more than a page. A span that came twice is one. */
export function spanKeysStatement(query: TracePageQuery, { first, last }: Extent): Statement {
  const [start = '', span = ''] =
    query.cursor === undefined ? [] : decodeCursor(CURSOR_KIND, query.cursor, [INTEGER, SPAN_ID])
  const after = query.cursor === undefined ? '' : 'HAVING (start_ns, id) > ({after_start:Int64}, {after_span:String})'
  return {
    name: 'list spans: keys',
    sql: `SELECT
  lower(hex(span_id)) AS id,
  toUnixTimestamp64Nano(argMax(start_time, received_at)) AS start_ns,
  max(length(own_input) + length(own_output) + length(input_messages) + length(output_messages)
    + length(input_preview) + length(output_preview) + length(events) + length(tool_definitions) + length(retrieved_documents)) AS bytes
FROM spans
WHERE ${TRACE}
GROUP BY span_id
${after}
ORDER BY start_ns, id
LIMIT {limit:UInt32}`,
    params: {
      ...{ project: query.projectId, trace: query.traceId, first, last, limit: query.limit + 1 },
      ...(query.cursor === undefined ? {} : { after_start: start, after_span: span }),
    },
  }
}

/** The keys of this page, and the cursor of the next. */
export function spanPage(keys: readonly SpanKey[], limit: number): { page: SpanKey[]; nextCursor: string | undefined } {
  let bytes = 0
  let count = 0
  for (const key of keys.slice(0, limit)) {
    bytes += Number(key.bytes)
    if (bytes > PAGE_BYTES && count > 0) break
    count++
  }
  const page = keys.slice(0, count)
  const last = page.at(-1)
  const more = keys.length > count && last !== undefined
  return { page, nextCursor: more ? encodeCursor(CURSOR_KIND, [last.start_ns, last.id]) : undefined }
}

/**
 * The spans of a page lie between its first and its last key. They are not asked for by their ids: ten thousand of those
 * are longer than a parameter may be. A span that came twice may bring a row of another page along.
 */
const PAGE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND (start_time, span_id) >= (fromUnixTimestamp64Nano({first:Int64}, 'UTC'), toFixedString(unhex({first_span:String}), 8))
  AND (start_time, span_id) <= (fromUnixTimestamp64Nano({last:Int64}, 'UTC'), toFixedString(unhex({last_span:String}), 8))`

/** The spans of a page, whole. */
export function spansStatement(query: TracePageQuery, page: readonly SpanKey[]): Statement {
  return {
    name: 'list spans',
    sql: `SELECT ${SPAN_COLUMNS}
FROM spans
WHERE ${PAGE}
ORDER BY received_at DESC
LIMIT 1 BY span_id`,
    params: pageParams(query, page),
  }
}

/** What spans of a page read like by now, where that is not what their rows say. */
export function rereadsStatement(query: TracePageQuery, page: readonly SpanKey[]): Statement {
  return {
    name: 'list spans: rereads',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(columns, version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (SELECT span_id FROM spans WHERE ${PAGE})
GROUP BY trace_id, span_id`,
    params: pageParams(query, page),
  }
}

/** What settling learned of the spans of a page. */
export function patchesStatement(query: TracePageQuery, page: readonly SpanKey[]): Statement {
  return {
    name: 'list spans: patches',
    sql: `SELECT lower(hex(span_id)) AS span, argMax(span_patches.columns, version) AS columns
FROM span_patches
WHERE project_id = {project:String}
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (SELECT span_id FROM spans WHERE ${PAGE})
GROUP BY span_id`,
    params: pageParams(query, page),
  }
}

/** What the ledger says of the spans of a page; what was reversed sums to nothing and is left out. */
export function costsStatement(query: TracePageQuery, page: readonly SpanKey[], extent: Extent): Statement {
  return {
    name: 'list spans: costs',
    sql: `SELECT
  lower(hex(span_id)) AS span,
  cost_source,
  sum(cost_nanos) AS total,
  sum(input_cost_nanos) AS input,
  sum(output_cost_nanos) AS output
FROM ledger
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({trace_first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({trace_last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id IN (SELECT span_id FROM spans WHERE ${PAGE})
GROUP BY span_id, cost_source
HAVING sum(calls) != 0 OR total != 0`,
    params: { ...pageParams(query, page), trace_first: extent.first, trace_last: extent.last },
  }
}

function pageParams(query: TracePageQuery, page: readonly SpanKey[]) {
  const [first, last] = [page.at(0), page.at(-1)]
  return {
    project: query.projectId,
    trace: query.traceId,
    first: first?.start_ns ?? '0',
    first_span: first?.id ?? '',
    last: last?.start_ns ?? '0',
    last_span: last?.id ?? '',
  }
}
