import type { StoreMaintenance } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { deleteExpired } from './delete-expired.ts'
import { migrate } from './migrate.ts'
import { type RawUsage, usageStatement } from './usage.ts'

/** `serverWide` is a connection that needs no database to be there yet. */
export function clickhouseMaintenance(
  serverWide: Connection,
  connection: Connection,
  database: string,
): StoreMaintenance {
  return {
    migrate: () => migrate(serverWide, database, connection),
    deleteExpired: (projectId, before) => deleteExpired(connection, projectId, before),
    async usage(projectId) {
      const rows = await connection.rows<RawUsage>(usageStatement(projectId))
      return rows.map((row) => ({ ...row, rows: Number(row.rows) }))
    },
    ping: () => connection.ping(),
  }
}
