import { PyflareError } from '@pyflare/observe'
import type { Page, TraceQuery } from '../../reader.ts'
import type { TraceRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { decodeCursor, encodeCursor, INTEGER, TRACE_ID } from './cursor.ts'
import { traceConditions } from './trace-filter.ts'
import { type RawTrace, TRACE_COLUMNS, traceRow } from './trace-rows.ts'

type Sort = NonNullable<TraceQuery['sort']>

/** Unknown costs and tokens come after known ones. */
const SORT_KEYS: Readonly<Record<Exclude<Sort, 'start_time'>, string>> = {
  duration: 'toInt64(duration_ns)',
  cost: 'ifNull(cost_nanos, -1)',
  tokens: 'toInt64(ifNull(total_tokens, -1))',
}

const MAX_OFFSET = 100_000

type Row = RawTrace & { start_ns: string; sort_key: string }

/** One row more than asked for is read: it says whether there is another page. */
export function listTracesStatement(query: TraceQuery): Statement {
  const sort = query.sort ?? 'start_time'
  const key = sort === 'start_time' ? '0' : SORT_KEYS[sort]
  const order = sort === 'start_time' ? ['start_time', 'trace_id'] : [key, 'start_time', 'trace_id']
  const conditions = traceConditions(query)
  if (query.cursor !== undefined) {
    const [last = '', start = '', traceId = ''] = decodeCursor(`traces:${sort}`, query.cursor, [
      INTEGER,
      INTEGER,
      TRACE_ID,
    ])
    const bound = [
      `fromUnixTimestamp64Nano({after_start:Int64}, 'UTC')`,
      'toFixedString(unhex({after_trace:String}), 16)',
    ]
    const values = sort === 'start_time' ? bound : ['{after:Int64}', ...bound]
    conditions.add(`(${order.join(', ')}) < (${values.join(', ')})`, {
      ...(sort === 'start_time' ? {} : { after: last }),
      after_start: start,
      after_trace: traceId,
    })
    // Said apart from the tuple, the bound on time is one that the primary key can use.
    if (sort === 'start_time') conditions.add(`start_time <= ${bound[0]}`)
  }
  return {
    name: 'list traces',
    sql: `SELECT ${TRACE_COLUMNS},
  toUnixTimestamp64Nano(start_time) AS start_ns,
  toInt64(${key}) AS sort_key
FROM trace_index FINAL
WHERE ${conditions.sql}
ORDER BY ${order.map((column) => `${column} DESC`).join(', ')}
LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
    params: { ...conditions.params, limit: query.limit + 1, offset: offsetOf(query) },
  }
}

export function tracePage(query: TraceQuery, raw: readonly Row[]): Page<TraceRow> {
  const rows = raw.slice(0, query.limit)
  const last = rows.at(-1)
  const more = raw.length > query.limit && last !== undefined
  const kind = `traces:${query.sort ?? 'start_time'}`
  return {
    rows: rows.map(({ start_ns, sort_key, ...row }) => traceRow(row)),
    nextCursor: more ? encodeCursor(kind, [last.sort_key, last.start_ns, last.id]) : undefined,
  }
}

function offsetOf({ offset = 0, cursor }: TraceQuery): number {
  if (offset > 0 && cursor !== undefined) {
    throw new PyflareError('invalid_argument', 'A page is asked for by `cursor` or by `offset`, not by both.')
  }
  if (offset > MAX_OFFSET) {
    throw new PyflareError(
      'invalid_argument',
      `\`offset\` may be ${MAX_OFFSET} at most. Follow \`next_cursor\` instead.`,
    )
  }
  return offset
}
