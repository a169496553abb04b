import type { SpanRef } from '@pyflare/domain'
import type { EarlierReading, SpanReread } from '../../telemetry-store.ts'
import type { Connection, Statement } from '../connection.ts'
import { type Columns, insertRows } from '../insert/insert-rows.ts'
import { AMONG_SPANS, AMONG_WINDOW, amongSpans } from '../settlement/among-spans.ts'
import { AMONG_TRACES, type Extent } from '../settlement/trace-extents.ts'

interface RereadRow {
  projectId: string
  reread: SpanReread
}

const COLUMNS: Columns<RereadRow> = {
  project_id: (out, { projectId }) => out.text(projectId),
  trace_id: (out, { reread }) => out.hex(reread.traceId, 16),
  span_id: (out, { reread }) => out.hex(reread.spanId, 8),
  version: (out, { reread }) => out.int64(reread.version),
  time: (out, { reread }) => out.int64(reread.startTimeNs),
  row_version: (out, { reread }) => out.uint32(reread.rowVersion),
  normalizer_version: (out, { reread }) => out.uint32(reread.normalizerVersion),
  columns: (out, { reread }) => out.textMap(reread.columns),
}

/** Repeating it writes the same rows under the same keys and versions, which are then one. */
export async function writeRereads(
  connection: Connection,
  projectId: string,
  rereads: readonly SpanReread[],
): Promise<void> {
  if (rereads.length === 0) return
  const rows = rereads.map((reread) => ({ projectId, reread }))
  await insertRows(connection, { name: 'write rereads', table: 'renormalized_spans', columns: COLUMNS, rows })
}

/** What the newest reading of each span says, by `trace:span`. */
export type Rereads = ReadonlyMap<string, Readonly<Record<string, string>>>

/** Of content, settling reads only whether it is there. */
const CONTENT = ['input', 'output', 'input_messages', 'output_messages', 'system_instructions', 'tool_definitions']
const WITHOUT_CONTENT = `mapApply((name, text) -> (name, if(name IN (${CONTENT.map((name) => `'${name}'`).join(', ')}) AND text != '', 'yes', text)), columns)`

/** What spans of traces read like by now; of content only `yes` where there is some. */
export function rereadsOfTracesStatement(projectId: string, traceIds: readonly string[]): Statement {
  return {
    name: 'rereads of traces',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(${WITHOUT_CONTENT}, version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND ${AMONG_TRACES}
GROUP BY trace_id, span_id`,
    params: { project: projectId, traces: traceIds },
  }
}

/** The same for the spans of one trace that begin within a range. */
export function rereadsOfWindowStatement(projectId: string, { traceId, first, last }: Extent): Statement {
  return {
    name: 'rereads of a window',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(${WITHOUT_CONTENT}, version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND ${AMONG_WINDOW}
GROUP BY trace_id, span_id`,
    params: { project: projectId, trace: traceId, first, last },
  }
}

/** What spans read like by now, content and all. */
export function rereadsAtStatement(projectId: string, refs: readonly SpanRef[]): Statement {
  return {
    name: 'rereads of spans',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(columns, version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND ${AMONG_SPANS}
GROUP BY trace_id, span_id`,
    params: { project: projectId, ...amongSpans(refs) },
  }
}

export async function readRereads(connection: Connection, statement: Statement): Promise<Rereads> {
  const rows = await connection.tuples(statement)
  return new Map(rows.map(([trace, span, columns]) => [`${trace}:${span}`, columns as Record<string, string>]))
}

/** By which versions spans were read again last. */
export function earlierReadersStatement(projectId: string, refs: readonly SpanRef[]): Statement {
  return {
    name: 'earlier readers',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(normalizer_version, version), max(version)
FROM renormalized_spans
WHERE project_id = {project:String}
  AND ${AMONG_SPANS}
GROUP BY trace_id, span_id`,
    params: { project: projectId, ...amongSpans(refs) },
  }
}

const SPANS_PER_LOOKUP = 500

/** The newest reading of each span that was read again, by `trace:span`. */
export async function earlierReaders(
  connection: Connection,
  projectId: string,
  refs: readonly SpanRef[],
): Promise<Map<string, Omit<EarlierReading, 'columns'>>> {
  const found = new Map<string, Omit<EarlierReading, 'columns'>>()
  for (let from = 0; from < refs.length; from += SPANS_PER_LOOKUP) {
    const statement = earlierReadersStatement(projectId, refs.slice(from, from + SPANS_PER_LOOKUP))
    for (const [trace, span, normalizerVersion, version] of await connection.tuples(statement)) {
      found.set(`${trace}:${span}`, { normalizerVersion: Number(normalizerVersion), version: Number(version) })
    }
  }
  return found
}
