import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'
import { newestTraceRow } from './newest-row.ts'

const CONTEXT = 'user_id, session_id, feature_id, team, environment, release, tags, prompt_name, prompt_version'

/** What one trace says of all its spans. */
export function traceContextStatement(projectId: string, extent: Extent): Statement {
  return newestTraceRow('list spans: context', CONTEXT, projectId, extent)
}
