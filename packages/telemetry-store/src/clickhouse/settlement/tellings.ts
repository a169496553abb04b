import { type CompactSpan, patchSpan, type TimedSpanRef } from '@pyflare/domain'
import type { Connection, Statement } from '../connection.ts'
import { readRereads, rereadsAtStatement } from '../normalization/rereads.ts'
import { AMONG_SPANS, amongSpans } from './among-spans.ts'
import { COMPACT_SELECT, compactSpan } from './compact-spans.ts'

const SPANS_PER_READ = 500

function spanParams(refs: readonly TimedSpanRef[]) {
  let [first, last] = [refs[0]?.timeNs ?? 0n, refs[0]?.timeNs ?? 0n]
  for (const { timeNs } of refs) {
    if (timeNs < first) first = timeNs
    if (timeNs > last) last = timeNs
  }
  return { first, last, ...amongSpans(refs) }
}

const SPANS_AT = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND ${AMONG_SPANS}`

/** The newest copy of each span, of which `columns` are read. */
export function spansAtStatement(projectId: string, columns: string, refs: readonly TimedSpanRef[]): Statement {
  return {
    name: 'settle: spans elsewhere',
    sql: `SELECT ${columns}
FROM spans
WHERE ${SPANS_AT}
ORDER BY trace_id, span_id, received_at DESC
LIMIT 1 BY trace_id, span_id`,
    params: { project: projectId, ...spanParams(refs) },
  }
}

export function patchesAtStatement(projectId: string, refs: readonly TimedSpanRef[]): Statement {
  return {
    name: 'settle: patches elsewhere',
    sql: `SELECT lower(hex(trace_id)), lower(hex(span_id)), argMax(span_patches.columns, version)
FROM span_patches
WHERE project_id = {project:String}
  AND ${AMONG_SPANS}
GROUP BY trace_id, span_id`,
    params: { project: projectId, ...amongSpans(refs) },
  }
}

/** Spans of any traces of a project, as they read with what is known of them. */
export async function readTellings(
  connection: Connection,
  projectId: string,
  refs: readonly TimedSpanRef[],
): Promise<CompactSpan[]> {
  const found: CompactSpan[] = []
  for (let from = 0; from < refs.length; from += SPANS_PER_READ) {
    const chunk = refs.slice(from, from + SPANS_PER_READ)
    const [spans, rereads, patches] = await Promise.all([
      connection.tuples(spansAtStatement(projectId, COMPACT_SELECT, chunk)),
      readRereads(connection, rereadsAtStatement(projectId, chunk)),
      readPatches(connection, projectId, chunk),
    ])
    for (const tuple of spans) {
      const span = compactSpan(tuple, rereads)
      found.push(patchSpan(span, patches.get(`${span.traceId}:${span.spanId}`)))
    }
  }
  return found
}

type Columns = Readonly<Record<string, string>>

/** What the patches of spans say, by `trace:span`. */
export async function readPatches(
  connection: Connection,
  projectId: string,
  refs: readonly TimedSpanRef[],
): Promise<Map<string, Columns>> {
  const patches = await connection.tuples(patchesAtStatement(projectId, refs))
  return new Map(patches.map(([trace, span, columns]) => [`${trace}:${span}`, columns as Columns]))
}
