import type { Page, TracePageQuery } from '../../reader.ts'
import type { LogRow } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { type Extent, readExtents } from '../settlement/trace-extents.ts'
import { Conditions } from './conditions.ts'
import { TRACE_ID } from './cursor.ts'
import { afterLog, LOG_COLUMNS, logPage, type RawLog } from './log-rows.ts'

const CURSOR_KIND = 'trace-logs'

/** The logs of a trace in order of time. */
export async function readTraceLogs(connection: Connection, query: TracePageQuery): Promise<Page<LogRow>> {
  const nothing = { rows: [], nextCursor: undefined }
  if (!TRACE_ID.test(query.traceId)) return nothing
  const [extent] = await readExtents(connection, query.projectId, [query.traceId], ['log', 'content_log'])
  if (extent === undefined) return nothing
  return logPage(CURSOR_KIND, await connection.rows<RawLog>(traceLogsStatement(query, extent)), query.limit)
}

export function traceLogsStatement(query: TracePageQuery, { first, last }: Extent): Statement {
  const conditions = new Conditions(query.projectId)
    .add(`time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')`, { first })
    .add(`time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')`, { last })
    .add('trace_id = toFixedString(unhex({trace:String}), 16)', { trace: query.traceId })
  afterLog(conditions, CURSOR_KIND, query.cursor, '>')
  return {
    name: 'list trace logs',
    sql: `SELECT ${LOG_COLUMNS}
FROM logs
WHERE ${conditions.sql}
ORDER BY logs.time, record_hash
LIMIT {limit:UInt32}`,
    params: { ...conditions.params, limit: query.limit + 1 },
  }
}
