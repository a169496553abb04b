import type { TraceDetail, TraceRow } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { type Extent, readExtents } from '../settlement/trace-extents.ts'
import { SPAN_ID, TRACE_ID } from './cursor.ts'
import { newestTraceRow } from './newest-row.ts'
import { rootAttributesStatement } from './root-attributes.ts'
import { type RawTrace, TRACE_COLUMNS, traceRow } from './trace-rows.ts'

export async function readTrace(
  connection: Connection,
  projectId: string,
  traceId: string,
): Promise<TraceRow | undefined> {
  return (await findTrace(connection, projectId, traceId))?.trace
}

export async function readTraceDetail(
  connection: Connection,
  projectId: string,
  traceId: string,
): Promise<TraceDetail | undefined> {
  const found = await findTrace(connection, projectId, traceId)
  if (found === undefined) return undefined
  const { trace, extent } = found
  if (!SPAN_ID.test(trace.root_span_id)) return { ...trace, attributes: {} }
  const statement = rootAttributesStatement(projectId, extent, trace.root_span_id)
  const [root] = await connection.rows<{ attributes: Record<string, string> }>(statement)
  return { ...trace, attributes: root?.attributes ?? {} }
}

/** The row of a trace, and where its spans lie. */
async function findTrace(
  connection: Connection,
  projectId: string,
  traceId: string,
): Promise<{ trace: TraceRow; extent: Extent } | undefined> {
  if (!TRACE_ID.test(traceId)) return undefined
  const [extent] = await readExtents(connection, projectId, [traceId], ['span'])
  if (extent === undefined) return undefined
  const [raw] = await connection.rows<RawTrace>(getTraceStatement(projectId, extent))
  return raw && { trace: traceRow(raw), extent }
}

export function getTraceStatement(projectId: string, extent: Extent): Statement {
  return newestTraceRow('get trace', TRACE_COLUMNS, projectId, extent)
}
