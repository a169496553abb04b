import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'

/** The attributes of one span, as it came last. */
export function rootAttributesStatement(projectId: string, extent: Extent, spanId: string): Statement {
  return {
    name: 'root attributes',
    sql: `SELECT attributes
FROM spans
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)
  AND span_id = toFixedString(unhex({span:String}), 8)
ORDER BY received_at DESC
LIMIT 1`,
    params: { project: projectId, trace: extent.traceId, span: spanId, first: extent.first, last: extent.last },
  }
}
