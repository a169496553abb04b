import type { Statement } from '../connection.ts'
import { AMONG_WINDOW } from './among-spans.ts'
import { AMONG_TRACES, type Extent } from './trace-extents.ts'

/** What the newest patch of each span of the traces says, in short. */
export function patchPrintsStatement(projectId: string, traceIds: readonly string[]): Statement {
  return {
    name: 'settle: patch prints',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(span_patches.print, version) AS newest
FROM span_patches
WHERE project_id = {project:String}
  AND ${AMONG_TRACES}
GROUP BY trace_id, span_id
HAVING newest != ''`,
    params: { project: projectId, traces: traceIds },
  }
}

/** The same for the spans of one trace that begin within a range. */
export function windowPrintsStatement(projectId: string, { traceId, first, last }: Extent): Statement {
  return {
    name: 'settle: patch prints of a window',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(span_patches.print, version) AS newest
FROM span_patches
WHERE project_id = {project:String}
  AND ${AMONG_WINDOW}
GROUP BY trace_id, span_id
HAVING newest != ''`,
    params: { project: projectId, trace: traceId, first, last },
  }
}
