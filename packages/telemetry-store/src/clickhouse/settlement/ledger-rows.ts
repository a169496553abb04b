import type { TraceFacts } from '@pyflare/domain'

const TEXTS = [
  'reason',
  'model_id',
  'model_version',
  'provider',
  'operation_kind',
  'service_name',
  'user_id',
  'session_id',
  'feature_id',
  'team',
  'environment',
  'release',
  'cost_source',
  'price_version',
  'fingerprint',
] as const
const AMOUNTS = [
  'calls',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'input_cost_nanos',
  'output_cost_nanos',
  'cost_nanos',
] as const

export const LEDGER_STRUCTURE = [
  'project_id String, time_ns Int64, trace String, span String',
  ...TEXTS.map((column) => `${column} String`),
  ...AMOUNTS.map((column) => `${column} Int64`),
].join(', ')

export const LEDGER_COLUMNS: Readonly<Record<string, string>> = {
  project_id: 'project_id',
  time: `fromUnixTimestamp64Nano(time_ns, 'UTC')`,
  trace_id: 'toFixedString(unhex(trace), 16)',
  span_id: 'toFixedString(unhex(span), 8)',
  ...Object.fromEntries([...TEXTS, ...AMOUNTS].map((column) => [column, column])),
}

export function ledgerTuples(projectId: string, { index, entries }: TraceFacts): unknown[][] {
  return entries.map((entry) => [
    ...[projectId, entry.timeNs, index.traceId, entry.spanId],
    ...[entry.reason, entry.modelId, entry.modelVersion, entry.provider, entry.operationKind, entry.serviceName],
    ...[entry.userId, entry.sessionId, entry.featureId, entry.team, entry.environment, entry.release],
    ...[entry.costSource, entry.priceVersion, entry.fingerprint],
    ...[entry.calls, entry.errors, entry.inputTokens, entry.outputTokens],
    ...[entry.cacheReadTokens, entry.cacheWriteTokens, entry.reasoningTokens],
    ...[entry.inputCostNanos, entry.outputCostNanos, entry.costNanos],
  ])
}
