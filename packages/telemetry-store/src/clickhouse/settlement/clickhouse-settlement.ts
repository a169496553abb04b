import type { SettlementStore } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { readClaims, writeClaims } from './claims.ts'
import { payDebts, readDebts, writeDebts } from './debts.ts'
import { readTraces } from './read-traces.ts'
import { readTellings } from './tellings.ts'
import { readOutline, readWindow } from './trace-windows.ts'
import { writeFacts } from './write-facts.ts'

/** Both sides use the writer's account: settling must see its own last write, wherever the reader's queries go. */
export function clickhouseSettlement(connection: Connection, maxSpansPerTrace: number): SettlementStore {
  return {
    read: (projectId, traceIds, arrived = new Map()) =>
      readTraces(connection, { projectId, traceIds, arrived, maxSpansPerTrace }),
    outline: (projectId, traceId) => readOutline(connection, projectId, traceId),
    readWindow: (projectId, traceId, after) => readWindow(connection, projectId, traceId, after, maxSpansPerTrace),
    readClaims: (projectId, keys) => readClaims(connection, projectId, keys),
    writeClaims: (projectId, claims) => writeClaims(connection, projectId, claims),
    readTellings: (projectId, spans) => readTellings(connection, projectId, spans),
    write: (projectId, facts) => writeFacts(connection, projectId, facts),
    owe: (projectId, traceIds) => writeDebts(connection, projectId, traceIds),
    paid: (debts) => payDebts(connection, debts),
    debts: () => readDebts(connection),
  }
}
