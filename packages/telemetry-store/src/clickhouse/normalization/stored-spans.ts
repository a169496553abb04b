import type { StoredSpan } from '@pyflare/domain'
import type { StoredSpanQuery } from '../../telemetry-store.ts'
import { SPAN_RECORD_COLUMNS } from '../columns/span-record-columns.ts'
import type { Statement } from '../connection.ts'
import { decodeCursor, encodeCursor, INTEGER, SPAN_ID, TRACE_ID } from '../queries/cursor.ts'
import { newestSpanRow } from '../queries/newest-row.ts'
import type { Extent } from '../settlement/trace-extents.ts'

const CURSOR_KIND = 'stored-spans'
/** Spans are read together up to this much content; a span alone may have more. */
const PAGE_BYTES = 16 * 2 ** 20

export interface StoredSpanKey {
  trace: string
  span: string
  start_ns: string
  bytes: string
}

/** What is read of a span: fields of StoredSpan, and the expressions and forms that they come in. */
const MADE: Readonly<Record<string, readonly [expression: string, read: (value: unknown) => unknown]>> = {
  traceId: ['lower(hex(trace_id))', bytes],
  spanId: ['lower(hex(span_id))', bytes],
  parentSpanId: ['lower(hex(parent_span_id))', parent],
  startTimeNs: ['toUnixTimestamp64Nano(start_time)', big],
  endTimeNs: ['toUnixTimestamp64Nano(end_time)', big],
  input: ['input', String],
  output: ['output', String],
}
const LEFT_OUT = new Set(['project_id', 'trace_id', 'span_id', 'parent_span_id', 'trace_state', 'flags', 'duration_ns'])

const FIELDS: readonly (readonly [field: string, expression: string, read: (value: unknown) => unknown])[] = [
  ...Object.entries(MADE).map(([field, [expression, read]]) => [field, expression, read] as const),
  ...Object.entries(SPAN_RECORD_COLUMNS)
    .filter(([column]) => !LEFT_OUT.has(column))
    .map(([column, type]) => [camelCase(column), column, readerOf(type)] as const),
]

const SELECT = FIELDS.map(([, expression]) => expression).join(', ')

const SPANS_IN_RANGE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')
  AND normalizer_version < {below:UInt32}`

/** Ids, starts and sizes of a range's spans after a cursor, one more than a page. */
export function storedKeysStatement(query: StoredSpanQuery): Statement {
  const [start, trace = '', span = ''] =
    query.cursor === undefined ? [] : decodeCursor(CURSOR_KIND, query.cursor, [INTEGER, TRACE_ID, SPAN_ID])
  const after = `
  AND (start_time, trace_id, span_id) > (fromUnixTimestamp64Nano({first:Int64}, 'UTC'), toFixedString(unhex({after_trace:String}), 16), toFixedString(unhex({after_span:String}), 8))`
  return {
    name: 'stored spans: keys',
    sql: `SELECT
  lower(hex(trace_id)) AS trace,
  lower(hex(span_id)) AS span,
  toUnixTimestamp64Nano(start_time) AS start_ns,
  length(own_input) + length(own_output) + length(input_messages) + length(output_messages) + length(events)
    + length(tool_definitions) + length(retrieved_documents) + length(system_instructions)
    + length(input_preview) + length(output_preview) AS bytes
FROM spans
WHERE ${SPANS_IN_RANGE}${start === undefined ? '' : after}
ORDER BY start_time, trace_id, span_id
LIMIT {limit:UInt32}`,
    params: {
      ...rangeParams(query),
      ...(start === undefined ? {} : { first: start, after_trace: trace, after_span: span }),
      limit: query.limit + 1,
    },
  }
}

/** The keys of this page, and the cursor of the next. */
export function storedPage(keys: readonly StoredSpanKey[], limit: number) {
  let size = 0
  let count = 0
  for (const key of keys.slice(0, limit)) {
    size += Number(key.bytes)
    if (size > PAGE_BYTES && count > 0) break
    count++
  }
  const page = keys.slice(0, count)
  const last = page.at(-1)
  const more = keys.length > count && last !== undefined
  return { page, nextCursor: more ? encodeCursor(CURSOR_KIND, [last.start_ns, last.trace, last.span]) : undefined }
}

const KEY = (name: string) =>
  `(fromUnixTimestamp64Nano({${name}_start:Int64}, 'UTC'), toFixedString(unhex({${name}_trace:String}), 16), toFixedString(unhex({${name}_span:String}), 8))`

/** The spans of a page, whole: of one that came twice, the newest. */
export function storedSpansStatement(query: StoredSpanQuery, page: readonly StoredSpanKey[]): Statement {
  const [from, to] = [page[0], page.at(-1)]
  return {
    name: 'stored spans',
    sql: `SELECT ${SELECT}
FROM spans
WHERE ${SPANS_IN_RANGE}
  AND (start_time, trace_id, span_id) >= ${KEY('from')}
  AND (start_time, trace_id, span_id) <= ${KEY('to')}
ORDER BY trace_id, span_id, received_at DESC
LIMIT 1 BY trace_id, span_id`,
    params: {
      ...rangeParams(query),
      first: from?.start_ns ?? '0',
      ...{ from_start: from?.start_ns ?? '0', from_trace: from?.trace ?? '', from_span: from?.span ?? '' },
      ...{ to_start: to?.start_ns ?? '0', to_trace: to?.trace ?? '', to_span: to?.span ?? '' },
    },
  }
}

export function storedSpanStatement(projectId: string, extent: Extent, spanId: string): Statement {
  return newestSpanRow('stored span', SELECT, projectId, extent, spanId)
}

export function storedSpan(tuple: readonly unknown[]): StoredSpan {
  const span: Record<string, unknown> = {}
  FIELDS.forEach(([field, , read], index) => {
    span[field] = read(tuple[index])
  })
  return span as unknown as StoredSpan
}

function rangeParams({ projectId, startTimeNs, endTimeNs, olderThan }: StoredSpanQuery) {
  return { project: projectId, first: startTimeNs, end: endTimeNs, below: olderThan?.normalizerVersion ?? MAX_VERSION }
}

const MAX_VERSION = 4_294_967_295

function readerOf(type: string): (value: unknown) => unknown {
  const inner = /^Nullable\((.+)\)$/.exec(type)?.[1]
  const read = plainReader(inner ?? type)
  return inner === undefined ? read : (value) => (value === null ? undefined : read(value))
}

function plainReader(type: string): (value: unknown) => unknown {
  if (/^U?Int64$/.test(type)) return big
  if (type.startsWith('Map(')) return (value) => Object.assign(Object.create(null), value)
  return (value) => value
}

function big(value: unknown): bigint {
  return BigInt(String(value))
}

function bytes(hex: unknown): Uint8Array {
  return Uint8Array.from(Buffer.from(String(hex), 'hex'))
}

/** An id of zeros is none. */
function parent(hex: unknown): Uint8Array {
  return /^0*$/.test(String(hex)) ? new Uint8Array() : bytes(hex)
}

function camelCase(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
