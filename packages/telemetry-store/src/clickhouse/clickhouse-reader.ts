import type { TelemetryReader } from '../reader.ts'
import type { Connection } from './connection.ts'
import { TRACE_ID } from './queries/cursor.ts'
import { getTraceStatement } from './queries/get-trace.ts'
import { listTracesStatement, tracePage } from './queries/list-traces.ts'
import { traceRow } from './queries/trace-rows.ts'
import { readSpans } from './queries/trace-spans.ts'
import { readExtents } from './settlement/trace-extents.ts'

/** What pages and programs read, each method one file of queries/. */
export function clickhouseReader(connection: Connection): TelemetryReader {
  return {
    async listTraces(query) {
      return tracePage(query, await connection.rows(listTracesStatement(query)))
    },
    async getTrace(projectId, traceId) {
      if (!TRACE_ID.test(traceId)) return undefined
      const [extent] = await readExtents(connection, projectId, [traceId], ['span'])
      if (extent === undefined) return undefined
      const [raw] = await connection.rows<Parameters<typeof traceRow>[0]>(getTraceStatement(projectId, extent))
      return raw === undefined ? undefined : traceRow(raw)
    },
    listSpans: (query) => readSpans(connection, query),
  }
}
