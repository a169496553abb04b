import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'

/** What one trace says of all its spans, by its newest row. */
export function traceContextStatement(projectId: string, { traceId, first, last }: Extent): Statement {
  return {
    name: 'list spans: context',
    sql: `SELECT user_id, session_id, feature_id, team, environment, release, tags, prompt_name, prompt_version
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
