import type { SettleDebt } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { type Columns, insertRows } from '../insert/insert-rows.ts'

/** More than is put off at a time; the rest is read when these are paid. */
const MAX_DEBTS = 10_000

/** Of every project: whoever settles answers for all that was put off. */
export const DEBTS_STATEMENT: Statement = {
  name: 'settle: debts',
  sql: `SELECT project_id, lower(hex(trace_id)), version FROM settle_debts FINAL WHERE is_deleted = 0
ORDER BY version, project_id, trace_id LIMIT {limit:UInt32}`,
  params: { limit: MAX_DEBTS },
}

export async function readDebts(connection: Connection): Promise<SettleDebt[]> {
  const rows = await connection.tuples(DEBTS_STATEMENT)
  return rows.map(([projectId, traceId, version]) => ({
    projectId: String(projectId),
    traceId: String(traceId),
    version: BigInt(String(version)),
  }))
}

const DEBT_COLUMNS: Columns<SettleDebt> = {
  project_id: (out, { projectId }) => out.text(projectId),
  trace_id: (out, { traceId }) => out.hex(traceId, 16),
  version: (out, { version }) => out.int64(version),
  is_deleted: (out) => out.uint8(true),
}

/** The version is the moment of the store's clock, so that of several processes the last word holds. */
export async function writeDebts(
  connection: Connection,
  projectId: string,
  traceIds: readonly string[],
): Promise<void> {
  if (traceIds.length === 0) return
  await connection.command({
    name: 'settle: owe',
    sql: `INSERT INTO settle_debts (project_id, trace_id, version, is_deleted)
SELECT {project:String}, toFixedString(unhex(arrayJoin({traces:Array(String)})), 16), toUnixTimestamp64Nano(now64(9)), 0`,
    params: { project: projectId, traces: traceIds },
  })
}

/** A note that was made since a debt was read is newer than the payment. */
export async function payDebts(connection: Connection, debts: readonly SettleDebt[]): Promise<void> {
  if (debts.length === 0) return
  const rows = debts.map((debt) => ({ ...debt, version: debt.version + 1n }))
  await insertRows(connection, { name: 'settle: pay debts', table: 'settle_debts', columns: DEBT_COLUMNS, rows })
}
