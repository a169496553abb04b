import type { TelemetryReader } from '../../reader.ts'
import type { Statement } from '../connection.ts'

export interface RawExtent {
  signal: 'traces' | 'logs' | 'metrics'
  oldest: string | null
  newest: string | null
}

/**
 * Traces count once lists can show them. They and logs are read from either end of their order; metrics have no order by
 * time, their sums by hour know it.
 */
export function extentStatement(projectId: string): Statement {
  return {
    name: 'extent',
    sql: `SELECT 'traces' AS signal,
  (SELECT start_time FROM trace_index WHERE project_id = {project:String} AND is_deleted = 0 ORDER BY start_time LIMIT 1) AS oldest,
  (SELECT start_time FROM trace_index WHERE project_id = {project:String} AND is_deleted = 0 ORDER BY start_time DESC LIMIT 1) AS newest
UNION ALL
SELECT 'logs',
  (SELECT time FROM logs WHERE project_id = {project:String} ORDER BY time LIMIT 1),
  (SELECT time FROM logs WHERE project_id = {project:String} ORDER BY time DESC LIMIT 1)
UNION ALL
SELECT 'metrics', minOrNull(first_time), maxOrNull(last_time)
FROM metrics_by_hour
WHERE project_id = {project:String}`,
    params: { project: projectId },
  }
}

export function extentOf(rows: readonly RawExtent[]): Awaited<ReturnType<TelemetryReader['extent']>> {
  const of = (signal: RawExtent['signal']) => {
    const row = rows.find((each) => each.signal === signal)
    return row?.oldest && row.newest ? { oldest: row.oldest, newest: row.newest } : null
  }
  return { traces: of('traces'), logs: of('logs'), metrics: of('metrics') }
}
