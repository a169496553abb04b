import type { Page, TracePageQuery } from '../../reader.ts'
import type { SpanRow } from '../../rows.ts'
import type { Connection } from '../connection.ts'
import { readRereads } from '../normalization/rereads.ts'
import { readExtents } from '../settlement/trace-extents.ts'
import { TRACE_ID } from './cursor.ts'
import { evaluationRow, type RawEvaluation, withEvaluations } from './evaluation-rows.ts'
import { evaluationsStatement } from './list-evaluations.ts'
import {
  costsStatement,
  patchesStatement,
  rereadsStatement,
  type SpanKey,
  spanKeysStatement,
  spanPage,
  spansStatement,
} from './list-spans.ts'
import { rawSpan, type SpanContext, type SpanCost, spanRow } from './span-rows.ts'
import { traceContextStatement } from './trace-context.ts'

const MOST_EVALUATIONS = 10_000

interface RawCost {
  span: string
  cost_source: SpanCost['source']
  total: string
  input: string
  output: string
}

/** A page of a trace's spans: their keys first, so that only the content of this page is read. */
export async function readSpans(connection: Connection, query: TracePageQuery): Promise<Page<SpanRow>> {
  const nothing = { rows: [], nextCursor: undefined }
  if (!TRACE_ID.test(query.traceId)) return nothing
  const [extent] = await readExtents(connection, query.projectId, [query.traceId], ['span'])
  if (extent === undefined) return nothing
  const keys = await connection.rows<SpanKey>(spanKeysStatement(query, extent))
  const { page, nextCursor } = spanPage(keys, query.limit)
  if (page.length === 0) return nothing
  const { projectId, traceId } = query
  const judged = evaluationsStatement({ projectId, traceId, limit: MOST_EVALUATIONS }, extent)
  const [spans, rereads, patches, costs, [context], evaluations] = await Promise.all([
    connection.tuples(spansStatement(query, page)),
    readRereads(connection, rereadsStatement(query, page)),
    connection.rows<{ span: string; columns: Record<string, string> }>(patchesStatement(query, page)),
    connection.rows<RawCost>(costsStatement(query, page, extent)),
    connection.rows<SpanContext>(traceContextStatement(query.projectId, extent)),
    connection.rows<RawEvaluation>(judged),
  ])
  const bySpan = new Map(spans.map(rawSpan).map((span) => [span.span, span]))
  const patchOf = new Map(patches.map((patch) => [patch.span, patch.columns]))
  const costOf = sumCosts(costs)
  const rows = page.flatMap(({ id }) => {
    const raw = bySpan.get(id)
    return raw === undefined
      ? []
      : [
          spanRow(raw, {
            reread: rereads.get(`${query.traceId}:${id}`),
            patch: patchOf.get(id),
            cost: costOf.get(id),
            context,
          }),
        ]
  })
  return { rows: withEvaluations(rows, evaluations.map(evaluationRow)), nextCursor }
}

/** A span that was priced anew under another source has sums under both; the one that is not taken back names it. */
function sumCosts(costs: readonly RawCost[]): Map<string, SpanCost> {
  const sums = new Map<string, SpanCost>()
  for (const { span, cost_source, total, input, output } of costs) {
    const before = sums.get(span)
    sums.set(span, {
      source: cost_source === '' ? (before?.source ?? '') : cost_source,
      totalNanos: BigInt(total) + (before?.totalNanos ?? 0n),
      inputNanos: BigInt(input) + (before?.inputNanos ?? 0n),
      outputNanos: BigInt(output) + (before?.outputNanos ?? 0n),
    })
  }
  return sums
}
