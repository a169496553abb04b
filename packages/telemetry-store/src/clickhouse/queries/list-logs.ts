import type { LogQuery, Page } from '../../reader.ts'
import type { LogRow } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { readExtents } from '../settlement/trace-extents.ts'
import { Conditions, within } from './conditions.ts'
import { containsAll, searchWords } from './content-search.ts'
import { SPAN_ID, TRACE_ID } from './cursor.ts'
import { afterLog, LOG_COLUMNS, logPage, type RawLog } from './log-rows.ts'

const CURSOR_KIND = 'logs'

/** Logs of a project, newest first. */
export async function readLogs(connection: Connection, query: LogQuery): Promise<Page<LogRow>> {
  const nothing = { rows: [], nextCursor: undefined }
  if (query.traceId === undefined) {
    return logPage(CURSOR_KIND, await connection.rows<RawLog>(listLogsStatement(query)), query.limit)
  }
  if (!TRACE_ID.test(query.traceId)) return nothing
  const [extent] = await readExtents(connection, query.projectId, [query.traceId], ['log', 'content_log'])
  if (extent === undefined) return nothing
  return logPage(CURSOR_KIND, await connection.rows<RawLog>(listLogsStatement(query, extent)), query.limit)
}

/** `extent` bounds the search where a trace is asked for. */
export function listLogsStatement(query: LogQuery, extent?: { first: bigint; last: bigint }): Statement {
  const conditions = new Conditions(query.projectId)
  const start = query.startTime === undefined ? undefined : nanosOf(query.startTime)
  const end = query.endTime === undefined ? undefined : nanosOf(query.endTime)
  within(conditions, 'time', start, end)
  if (extent !== undefined) {
    conditions
      .add(`time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')`, { first: extent.first })
      .add(`time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')`, { last: extent.last })
  }
  conditions
    .when(query.service, 'service', 'service_name = {service:String}')
    .when(query.environment, 'environment', 'environment = {environment:String}')
    .when(query.minSeverity, 'severity', 'severity_number >= {severity:UInt8}')
    .when(query.traceId, 'trace', 'trace_id = toFixedString(unhex({trace:String}), 16)')
  if (query.spanId !== undefined) addSpan(conditions, query.spanId)
  const words = searchWords(query.text ?? '')
  if (words.length > 0) {
    const found = containsAll(words, ['body', 'event_name'])
    conditions.add(found.sql, found.params)
  }
  afterLog(conditions, CURSOR_KIND, query.cursor, '<')
  return {
    name: 'list logs',
    sql: `SELECT ${LOG_COLUMNS}
FROM logs
WHERE ${conditions.sql}
ORDER BY logs.time DESC, record_hash DESC
LIMIT {limit:UInt32}`,
    params: { ...conditions.params, limit: query.limit + 1 },
  }
}

function addSpan(conditions: Conditions, spanId: string): void {
  if (SPAN_ID.test(spanId)) conditions.add('span_id = toFixedString(unhex({span:String}), 8)', { span: spanId })
  else conditions.add('false')
}
