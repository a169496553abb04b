import type { SettlementStore } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { readTraces } from './read-traces.ts'
import { writeFacts } from './write-facts.ts'

/** Both sides use the writer's account: settling must see its own last write, wherever the reader's queries go. */
export function clickhouseSettlement(connection: Connection, maxSpansPerTrace: number): SettlementStore {
  return {
    read: (projectId, traceIds) => readTraces(connection, projectId, traceIds, maxSpansPerTrace),
    write: (projectId, facts) => writeFacts(connection, projectId, facts),
  }
}
