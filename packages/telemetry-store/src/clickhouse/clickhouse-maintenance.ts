import type { StoreMaintenance } from '../telemetry-store.ts'
import type { Connection } from './connection.ts'
import { migrate } from './migrate.ts'

export function clickhouseMaintenance(
  serverWide: Connection,
  connection: Connection,
  database: string,
): StoreMaintenance {
  return {
    migrate: () => migrate(serverWide, database, connection),
    ping: () => connection.ping(),
    deleteExpired: async () => ({}),
    usage: async () => [],
  }
}
