import type { TraceFacts, TraceIndex } from '@pyflare/domain'
import type { Columns } from '../insert/insert-rows.ts'

interface IndexRow {
  projectId: string
  startTimeNs: bigint
  isDeleted: boolean
  index: TraceIndex
}

export const INDEX_COLUMNS: Columns<IndexRow> = {
  project_id: (out, { projectId }) => out.text(projectId),
  start_time: (out, { startTimeNs }) => out.int64(startTimeNs),
  trace_id: (out, { index }) => out.hex(index.traceId, 16),
  version: (out, { index }) => out.int64(index.version),
  is_deleted: (out, { isDeleted }) => out.uint8(isDeleted),
  end_time: (out, { index }) => out.int64(index.endTimeNs),
  root_span_id: (out, { index }) => out.hex(index.rootSpanId, 8),
  root_seen: (out, { index }) => out.uint8(index.rootSeen),
  name: (out, { index }) => out.text(index.name),
  operation_kind: (out, { index }) => out.text(index.operationKind),
  service_name: (out, { index }) => out.text(index.serviceName),
  model_id: (out, { index }) => out.text(index.modelId),
  models: (out, { index }) => out.texts(index.models),
  status: (out, { index }) => out.text(index.status),
  error_type: (out, { index }) => out.text(index.errorType),
  error_message: (out, { index }) => out.text(index.errorMessage),
  span_count: (out, { index }) => out.uint32(index.spanCount),
  error_count: (out, { index }) => out.uint32(index.errorCount),
  llm_call_count: (out, { index }) => out.uint32(index.llmCallCount),
  tool_call_count: (out, { index }) => out.uint32(index.toolCallCount),
  user_id: (out, { index }) => out.text(index.userId),
  session_id: (out, { index }) => out.text(index.sessionId),
  environment: (out, { index }) => out.text(index.environment),
  release: (out, { index }) => out.text(index.release),
  feature_id: (out, { index }) => out.text(index.featureId),
  team: (out, { index }) => out.text(index.team),
  tags: (out, { index }) => out.texts(index.tags),
  prompt_name: (out, { index }) => out.text(index.promptName),
  prompt_version: (out, { index }) => out.text(index.promptVersion),
  input_preview: (out, { index }) => out.text(index.inputPreview),
  output_preview: (out, { index }) => out.text(index.outputPreview),
  input_tokens: (out, { index }) => out.nullableInt64(index.inputTokens),
  output_tokens: (out, { index }) => out.nullableInt64(index.outputTokens),
  total_tokens: (out, { index }) => out.nullableInt64(index.totalTokens),
  cache_read_tokens: (out, { index }) => out.nullableInt64(index.cacheReadTokens),
  cost_nanos: (out, { index }) => out.nullableInt64(index.costNanos),
  cost_status: (out, { index }) => out.text(index.costStatus),
}

/** The trace's row, and where it moved to another start, a mark on the row that it leaves behind. */
export function indexRows(projectId: string, { index, replacesStartTimeNs, isPart }: TraceFacts): IndexRow[] {
  if (isPart === true) return []
  const row = { projectId, startTimeNs: index.startTimeNs, isDeleted: false, index }
  const moved = replacesStartTimeNs !== undefined && replacesStartTimeNs !== index.startTimeNs
  return moved ? [row, { ...row, startTimeNs: replacesStartTimeNs, isDeleted: true }] : [row]
}
