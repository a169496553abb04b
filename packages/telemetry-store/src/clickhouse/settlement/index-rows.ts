import type { TraceFacts, TraceIndex } from '@pyflare/domain'

const TEXTS = [
  'name',
  'operation_kind',
  'service_name',
  'model_id',
  'status',
  'error_type',
  'error_message',
  'user_id',
  'session_id',
  'environment',
  'release',
  'feature_id',
  'team',
  'prompt_name',
  'prompt_version',
  'input_preview',
  'output_preview',
  'cost_status',
] as const
const COUNTS = ['span_count', 'error_count', 'llm_call_count', 'tool_call_count'] as const
const TOKENS = ['input_tokens', 'output_tokens', 'total_tokens', 'cache_read_tokens'] as const

export const INDEX_STRUCTURE = [
  'project_id String, start_ns Int64, trace String, version UInt64, is_deleted UInt8, end_ns Int64, root_span String',
  'root_seen Bool, models Array(String), tags Array(String), cost_nanos Nullable(Int64)',
  ...TEXTS.map((column) => `${column} String`),
  ...COUNTS.map((column) => `${column} UInt32`),
  ...TOKENS.map((column) => `${column} Nullable(UInt64)`),
].join(', ')

export const INDEX_COLUMNS: Readonly<Record<string, string>> = {
  project_id: 'project_id',
  start_time: `fromUnixTimestamp64Nano(start_ns, 'UTC')`,
  trace_id: 'toFixedString(unhex(trace), 16)',
  version: 'version',
  is_deleted: 'is_deleted',
  end_time: `fromUnixTimestamp64Nano(end_ns, 'UTC')`,
  root_span_id: 'toFixedString(unhex(root_span), 8)',
  root_seen: 'root_seen',
  models: 'models',
  tags: 'tags',
  cost_nanos: 'cost_nanos',
  ...Object.fromEntries([...TEXTS, ...COUNTS, ...TOKENS].map((column) => [column, column])),
}

/** The trace's row, and where it moved to another start, a mark on the row that it leaves behind. */
export function indexTuples(projectId: string, { index, replacesStartTimeNs, isPart }: TraceFacts): unknown[][] {
  if (isPart === true) return []
  const row = tuple(projectId, index, index.startTimeNs, 0)
  const moved = replacesStartTimeNs !== undefined && replacesStartTimeNs !== index.startTimeNs
  return moved ? [row, tuple(projectId, index, replacesStartTimeNs, 1)] : [row]
}

function tuple(projectId: string, index: TraceIndex, startTimeNs: bigint, isDeleted: 0 | 1): unknown[] {
  return [
    ...[projectId, startTimeNs, index.traceId, index.version, isDeleted, index.endTimeNs, index.rootSpanId],
    ...[index.rootSeen, index.models, index.tags, index.costNanos ?? null],
    ...[index.name, index.operationKind, index.serviceName, index.modelId, index.status],
    ...[index.errorType, index.errorMessage, index.userId, index.sessionId, index.environment, index.release],
    ...[index.featureId, index.team, index.promptName, index.promptVersion],
    ...[index.inputPreview, index.outputPreview, index.costStatus],
    ...[index.spanCount, index.errorCount, index.llmCallCount, index.toolCallCount],
    ...[index.inputTokens ?? null, index.outputTokens ?? null, index.totalTokens ?? null],
    index.cacheReadTokens ?? null,
  ]
}
