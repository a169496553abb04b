import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'

const IN_TRACE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)`

/** Columns of the newest row of one trace, whose spans began within the extent. */
export function newestTraceRow(name: string, columns: string, projectId: string, extent: Extent): Statement {
  return {
    name,
    sql: `SELECT ${columns}
FROM trace_index
WHERE ${IN_TRACE}
  AND is_deleted = 0
ORDER BY version DESC
LIMIT 1`,
    params: inTrace(projectId, extent),
  }
}

/** Columns of one span, as it came last, in the time that its trace took. */
export function newestSpanRow(
  name: string,
  columns: string,
  projectId: string,
  extent: Extent,
  spanId: string,
): Statement {
  return {
    name,
    sql: `SELECT ${columns}
FROM spans
WHERE ${IN_TRACE}
  AND span_id = toFixedString(unhex({span:String}), 8)
ORDER BY received_at DESC
LIMIT 1`,
    params: { ...inTrace(projectId, extent), span: spanId },
  }
}

function inTrace(projectId: string, { traceId, first, last }: Extent) {
  return { project: projectId, trace: traceId, first, last }
}
