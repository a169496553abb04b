import type { TableUsage } from '../../telemetry-store.ts'
import type { Statement } from '../connection.ts'

const TIME_OF: Readonly<Record<string, string>> = {
  spans: 'start_time',
  trace_index: 'start_time',
  ledger: 'time',
  logs: 'time',
  metrics: 'time',
  evaluations: 'time',
  alert_transitions: 'time',
  dead_letters: 'failed_at',
}

/** Rows of one project in each table that holds records of it; views and indexes on them are left out. */
export function usageStatement(projectId: string): Statement {
  const tables = Object.entries(TIME_OF).map(
    ([
      table,
      time,
    ]) => `SELECT '${table}' AS table, count() AS rows, minOrNull(toDateTime64(${time}, 9, 'UTC')) AS oldest
FROM ${table} WHERE project_id = {project:String}`,
  )
  return {
    name: 'usage',
    sql: `SELECT table, rows, oldest FROM (\n${tables.join('\nUNION ALL\n')}\n) ORDER BY table`,
    params: { project: projectId },
  }
}

export type RawUsage = Omit<TableUsage, 'rows'> & { rows: string }
