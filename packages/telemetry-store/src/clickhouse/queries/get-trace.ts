import type { Statement } from '../connection.ts'
import type { Extent } from '../settlement/trace-extents.ts'
import { newestTraceRow } from './newest-row.ts'
import { TRACE_COLUMNS } from './trace-rows.ts'

export function getTraceStatement(projectId: string, extent: Extent): Statement {
  return newestTraceRow('get trace', TRACE_COLUMNS, projectId, extent)
}
