import { groupBy } from '@pyflare/domain'
import type { EvaluationRow, SpanRow } from '../../rows.ts'
import { structured } from './span-rows.ts'

/** What is read of an evaluation, by the names that `RawEvaluation` has. */
export const EVALUATION_COLUMNS = `lower(hex(e.evaluation_id)) AS id,
  toUnixTimestamp64Nano(e.time) AS time_ns,
  e.time AS time,
  lower(hex(e.target_trace_id)) AS trace,
  lower(hex(e.target_span_id)) AS span,
  e.session_id AS session_id,
  e.response_id AS response_id,
  e.name AS name,
  e.score AS score,
  e.label AS label,
  e.explanation AS explanation,
  e.source AS source,
  e.evaluator AS evaluator,
  e.identifier AS identifier,
  e.metadata AS metadata`

type Passed = Omit<EvaluationRow, 'trace_id' | 'span_id' | 'metadata'>

/** As ClickHouse sends it. */
export interface RawEvaluation extends Passed {
  time_ns: string
  trace: string
  span: string
  metadata: string
  version: string
}

const NOTHING = /^0+$/

export function evaluationRow({
  time_ns: _t,
  version: _v,
  trace,
  span,
  metadata,
  ...row
}: RawEvaluation): EvaluationRow {
  return {
    ...row,
    trace_id: NOTHING.test(trace) ? null : trace,
    span_id: NOTHING.test(span) ? null : span,
    metadata: structured(metadata),
  }
}

/**
 * Each span with the evaluations that are of it: those that name it, and those that name its response and no span of its trace, as a
 * judge does that knows nothing of spans.
 */
export function withEvaluations(spans: readonly SpanRow[], evaluations: readonly EvaluationRow[]): SpanRow[] {
  const placed = groupBy(evaluations, ({ trace_id, span_id }) => `${trace_id}:${span_id}`)
  const byResponse = groupBy(evaluations, ({ response_id }) => response_id)
  return spans.map((span) => {
    const own = placed.get(`${span.trace_id}:${span.span_id}`) ?? []
    const told = span.response_id === '' ? [] : (byResponse.get(span.response_id) ?? [])
    const elsewhere = told.filter(({ trace_id, span_id }) => trace_id !== span.trace_id || span_id === null)
    const all = [...own, ...elsewhere].sort(newestFirst)
    return all.length === 0 ? span : { ...span, evaluations: all }
  })
}

/** The order in which evaluations are listed, too. */
function newestFirst(one: EvaluationRow, other: EvaluationRow): number {
  if (one.time !== other.time) return one.time < other.time ? 1 : -1
  return one.id < other.id ? 1 : -1
}
