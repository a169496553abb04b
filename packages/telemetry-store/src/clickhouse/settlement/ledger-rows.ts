import type { LedgerEntry, TraceFacts } from '@pyflare/domain'
import type { Columns } from '../insert/insert-rows.ts'

interface LedgerRow {
  projectId: string
  traceId: string
  entry: LedgerEntry
}

export const LEDGER_COLUMNS: Columns<LedgerRow> = {
  project_id: (out, { projectId }) => out.text(projectId),
  time: (out, { entry }) => out.int64(entry.timeNs),
  trace_id: (out, { traceId }) => out.hex(traceId, 16),
  span_id: (out, { entry }) => out.hex(entry.spanId, 8),
  reason: (out, { entry }) => out.text(entry.reason),
  model_id: (out, { entry }) => out.text(entry.modelId),
  model_version: (out, { entry }) => out.text(entry.modelVersion),
  provider: (out, { entry }) => out.text(entry.provider),
  operation_kind: (out, { entry }) => out.text(entry.operationKind),
  service_name: (out, { entry }) => out.text(entry.serviceName),
  user_id: (out, { entry }) => out.text(entry.userId),
  session_id: (out, { entry }) => out.text(entry.sessionId),
  feature_id: (out, { entry }) => out.text(entry.featureId),
  team: (out, { entry }) => out.text(entry.team),
  environment: (out, { entry }) => out.text(entry.environment),
  release: (out, { entry }) => out.text(entry.release),
  cost_source: (out, { entry }) => out.text(entry.costSource),
  price_version: (out, { entry }) => out.text(entry.priceVersion),
  fingerprint: (out, { entry }) => out.text(entry.fingerprint),
  calls: (out, { entry }) => out.int64(entry.calls),
  errors: (out, { entry }) => out.int64(entry.errors),
  input_tokens: (out, { entry }) => out.int64(entry.inputTokens),
  output_tokens: (out, { entry }) => out.int64(entry.outputTokens),
  cache_read_tokens: (out, { entry }) => out.int64(entry.cacheReadTokens),
  cache_write_tokens: (out, { entry }) => out.int64(entry.cacheWriteTokens),
  reasoning_tokens: (out, { entry }) => out.int64(entry.reasoningTokens),
  input_cost_nanos: (out, { entry }) => out.int64(entry.inputCostNanos),
  output_cost_nanos: (out, { entry }) => out.int64(entry.outputCostNanos),
  cost_nanos: (out, { entry }) => out.int64(entry.costNanos),
}

export function ledgerRows(projectId: string, { index, entries }: TraceFacts): LedgerRow[] {
  return entries.map((entry) => ({ projectId, traceId: index.traceId, entry }))
}
