import type { TraceFilter } from '../../reader.ts'
import type { Statement } from '../connection.ts'
import { traceConditions } from './trace-filter.ts'

const MOST = 100_000

/** How many traces match; counting stops at 100,000. */
export function countTracesStatement(filter: TraceFilter): Statement {
  const conditions = traceConditions(filter)
  return {
    name: 'count traces',
    sql: `SELECT count() AS count
FROM (
  SELECT 1 FROM trace_index FINAL
  WHERE ${conditions.sql}
  LIMIT {most:UInt32}
)`,
    params: { ...conditions.params, most: MOST },
  }
}
