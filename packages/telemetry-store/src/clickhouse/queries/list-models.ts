import { CALL_KINDS } from '@pyflare/domain'
import type { RangeQuery } from '../../reader.ts'
import type { ModelRow } from '../../rows.ts'
import type { Statement } from '../connection.ts'
import { inMinutes } from './rollup-range.ts'

const MOST_MODELS = 1_000

export interface RawModelUse {
  model_id: string
  provider: string
  calls: string
  errors: string
  input_tokens: string
  output_tokens: string
  cost_nanos: string
  unpriced: string
  last_seen: string
}

export interface RawModelSpans {
  model_id: string
  provider: string
  spans: string
  errors: string
  p95_ns: number
  last_seen: string
}

/** Calls, tokens and cost of each model, from the ledger by minute. */
export function modelUseStatement(query: RangeQuery): Statement {
  const conditions = inMinutes(query)
  return {
    name: 'list models: use',
    sql: `SELECT
  model_id,
  provider,
  sum(ledger_by_minute.calls) AS calls,
  sum(ledger_by_minute.errors) AS errors,
  sum(ledger_by_minute.input_tokens) AS input_tokens,
  sum(ledger_by_minute.output_tokens) AS output_tokens,
  sum(ledger_by_minute.cost_nanos) AS cost_nanos,
  sum(ledger_by_minute.unpriced) AS unpriced,
  toDateTime64(max(minute), 9, 'UTC') AS last_seen
FROM ledger_by_minute
WHERE ${conditions.sql}
  AND model_id != ''
GROUP BY model_id, provider
ORDER BY calls DESC
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_MODELS },
  }
}

/** Latency of each model's calls, and when the last one began. Agents and chains bear the names of models that others called. */
export function modelSpansStatement(query: RangeQuery): Statement {
  const conditions = inMinutes(query)
  return {
    name: 'list models: spans',
    sql: `SELECT
  model_id,
  provider,
  sum(spans_by_minute.spans) AS spans,
  sum(spans_by_minute.errors) AS errors,
  quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(duration)[2] AS p95_ns,
  max(last_time) AS last_seen
FROM spans_by_minute
WHERE ${conditions.sql}
  AND model_id != ''
  AND operation_kind IN ({kinds:Array(String)})
GROUP BY model_id, provider
ORDER BY spans DESC
LIMIT {most:UInt32}`,
    params: { ...conditions.params, kinds: CALL_KINDS, most: MOST_MODELS },
  }
}

/**
 * Until the calls of a model are settled, its spans are counted in place of the ledger. A model whose calls were all taken back (they
 * were another model's, or told twice) is none.
 */
export function modelRows(use: readonly RawModelUse[], spans: readonly RawModelSpans[]): ModelRow[] {
  const useOf = new Map(use.map((row) => [keyOf(row), row]))
  const spansOf = new Map(spans.map((row) => [keyOf(row), row]))
  const keys = new Set([...spansOf.keys(), ...useOf.keys()])
  const rows = [...keys].flatMap((key) => modelRow(useOf.get(key), spansOf.get(key)))
  return rows.sort((a, b) => b.calls - a.calls || (a.model_id < b.model_id ? -1 : 1))
}

function modelRow(used: RawModelUse | undefined, seen: RawModelSpans | undefined): ModelRow[] {
  const known = seen ?? used
  if (known === undefined || Number(used?.calls) === 0) return []
  const priced = used !== undefined && Number(used.calls) > Number(used.unpriced)
  return [
    {
      model_id: known.model_id,
      provider: known.provider,
      calls: Number(used?.calls ?? seen?.spans),
      errors: Number(used?.errors ?? seen?.errors),
      input_tokens: Number(used?.input_tokens ?? 0),
      output_tokens: Number(used?.output_tokens ?? 0),
      cost_usd: priced ? Number(used.cost_nanos) / 1e9 : null,
      duration_p95_ms: (seen?.p95_ns ?? 0) / 1e6,
      last_seen: known.last_seen,
    },
  ]
}

function keyOf({ model_id, provider }: { model_id: string; provider: string }): string {
  return JSON.stringify([model_id, provider])
}
