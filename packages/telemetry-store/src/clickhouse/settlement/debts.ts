import type { TraceRef } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { insertTuples } from '../insert/insert-tuples.ts'

/** More than a process that was stopped leaves behind; the rest is read when these are paid. */
const MAX_DEBTS = 10_000

/** Of every project: whoever starts answers for all that was put off. */
export const DEBTS_STATEMENT: Statement = {
  name: 'settle: debts',
  sql: `SELECT project_id, lower(hex(trace_id)) FROM settle_debts FINAL WHERE is_deleted = 0
ORDER BY project_id, trace_id LIMIT {limit:UInt32}`,
  params: { limit: MAX_DEBTS },
}

export async function readDebts(connection: Connection): Promise<TraceRef[]> {
  const rows = await connection.tuples(DEBTS_STATEMENT)
  return rows.map(([projectId, traceId]) => ({ projectId: String(projectId), traceId: String(traceId) }))
}

/** Notes that traces are to be settled, or that it is done. The version is the moment, so that the last word holds. */
export async function writeDebts(
  connection: Connection,
  projectId: string,
  traceIds: readonly string[],
  isPaid: boolean,
): Promise<void> {
  if (traceIds.length === 0) return
  await insertTuples(connection, {
    name: isPaid ? 'settle: pay debts' : 'settle: owe',
    table: 'settle_debts',
    structure: 'project_id String, trace String, is_deleted UInt8',
    columns: {
      project_id: 'project_id',
      trace_id: 'toFixedString(unhex(trace), 16)',
      version: 'toUnixTimestamp64Nano(now64(9))',
      is_deleted: 'is_deleted',
    },
    rows: traceIds.map((traceId) => [projectId, traceId, isPaid ? 1 : 0]),
    token: '',
  })
}
