import type { SettleDebt } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { insertTuples } from '../insert/insert-tuples.ts'

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

/** The version is the moment of the store's clock, so that of several processes the last word holds. */
export async function writeDebts(
  connection: Connection,
  projectId: string,
  traceIds: readonly string[],
): Promise<void> {
  await insert(connection, {
    name: 'settle: owe',
    version: 'toUnixTimestamp64Nano(now64(9))',
    rows: traceIds.map((traceId) => [projectId, traceId, 0, 0]),
  })
}

/** A note that was made since a debt was read is newer than the payment. */
export async function payDebts(connection: Connection, debts: readonly SettleDebt[]): Promise<void> {
  await insert(connection, {
    name: 'settle: pay debts',
    version: 'version',
    rows: debts.map(({ projectId, traceId, version }) => [projectId, traceId, version + 1n, 1]),
  })
}

async function insert(
  connection: Connection,
  { name, version, rows }: { name: string; version: string; rows: unknown[][] },
): Promise<void> {
  if (rows.length === 0) return
  await insertTuples(connection, {
    name,
    table: 'settle_debts',
    structure: 'project_id String, trace String, version UInt64, is_deleted UInt8',
    columns: {
      project_id: 'project_id',
      trace_id: 'toFixedString(unhex(trace), 16)',
      version,
      is_deleted: 'is_deleted',
    },
    rows,
    token: '',
  })
}
