import type { ContentLog } from '@pyflare/domain'
import type { Statement } from '../connection.ts'
import { AMONG_WINDOW } from './among-spans.ts'
import { AMONG_TRACES, type Extent, type ExtentGroup } from './trace-extents.ts'

/** Of one trace, or of one window of a large one; what is beyond is left in the logs. */
const LOGS_PER_TRACE = 10_000
const LOG_BYTES_PER_TRACE = 64 * 2 ** 20
/** Of one answer. An answer that would be longer is refused, and asked for in halves of the traces. */
const ANSWER_BYTES = 4 * LOG_BYTES_PER_TRACE

export function contentLogsStatement(projectId: string, group: ExtentGroup): Statement {
  return {
    name: 'settle: content logs',
    sql: boundedLogs(AMONG_TRACES),
    params: {
      ...{ project: projectId, log_first: group.first, log_last: group.last, traces: group.traceIds },
      ...{ limit: LOGS_PER_TRACE, bytes: LOG_BYTES_PER_TRACE },
    },
  }
}

/** Those of the spans of one trace that begin within a range. */
export function windowLogsStatement(projectId: string, window: Extent, logs: Extent): Statement {
  return {
    name: 'settle: content logs of a window',
    sql: boundedLogs(AMONG_WINDOW),
    params: {
      ...{ project: projectId, log_first: logs.first, log_last: logs.last, trace: window.traceId },
      ...{ first: window.first, last: window.last, limit: LOGS_PER_TRACE, bytes: LOG_BYTES_PER_TRACE },
    },
  }
}

function boundedLogs(which: string): string {
  return `SELECT lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time), event_name, body, attributes
FROM (
  SELECT *, sum(length(body) + arraySum(value -> length(value), mapValues(attributes)))
    OVER (PARTITION BY trace_id ORDER BY time, record_hash ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bytes_so_far
  FROM logs
  WHERE project_id = {project:String}
    AND time >= fromUnixTimestamp64Nano({log_first:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({log_last:Int64}, 'UTC')
    AND ${which}
    AND is_content
)
WHERE bytes_so_far <= {bytes:UInt64}
ORDER BY trace_id, time, record_hash
LIMIT {limit:UInt32} BY trace_id
SETTINGS max_result_bytes = ${ANSWER_BYTES}`
}

export function contentLog(tuple: readonly unknown[]): ContentLog {
  const [traceId, spanId, time, eventName, body, attributes] = tuple
  return {
    traceId: String(traceId),
    spanId: String(spanId),
    timeNs: BigInt(String(time)),
    eventName: String(eventName),
    body: String(body),
    attributes: Object.assign(Object.create(null), attributes),
  }
}
