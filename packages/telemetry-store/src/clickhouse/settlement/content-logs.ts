import type { ContentLog } from '@pyflare/domain'
import type { Statement } from '../connection.ts'
import { AMONG_TRACES, type ExtentGroup } from './trace-extents.ts'

/** Of one trace; what is beyond is left in the logs. */
const LOGS_PER_TRACE = 5_000

export function contentLogsStatement(projectId: string, group: ExtentGroup): Statement {
  return {
    name: 'settle: content logs',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), toUnixTimestamp64Nano(time), event_name, body, attributes
FROM logs
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND ${AMONG_TRACES}
  AND is_content
ORDER BY trace_id, time, record_hash
LIMIT {limit:UInt32} BY trace_id`,
    params: {
      project: projectId,
      first: group.first,
      last: group.last,
      traces: group.traceIds,
      limit: LOGS_PER_TRACE,
    },
  }
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
