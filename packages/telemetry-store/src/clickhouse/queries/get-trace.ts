import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'
import { TRACE_COLUMNS } from './trace-rows.ts'

/** The newest row of one trace, whose spans began within the extent. */
export function getTraceStatement(projectId: string, { traceId, first, last }: Extent): Statement {
  return {
    name: 'get trace',
    sql: `SELECT ${TRACE_COLUMNS}
FROM trace_index
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND is_deleted = 0
ORDER BY version DESC
LIMIT 1`,
    params: { project: projectId, trace: traceId, first, last },
  }
}
