import type { CompactSpan, ContentPart, SpanPatch } from './trace-facts.ts'

export type PatchColumns = SpanPatch['columns']

/** A column that settling knows of a span and may say anew: the field it is, and how it stands in a patch. */
interface KnownColumn {
  field: keyof CompactSpan
  /** Empty text leaves a text as it was and makes a number unknown. */
  read: (text: string, own: unknown) => unknown
}

const text = (field: keyof CompactSpan): KnownColumn => ({ field, read: (value, own) => value || own })
const count = (field: keyof CompactSpan): KnownColumn => ({
  field,
  read: (value) => (value === '' ? undefined : Number(value)),
})
const big = (field: keyof CompactSpan): KnownColumn => ({
  field,
  read: (value) => (value === '' ? undefined : BigInt(value)),
})
const flag = (field: keyof CompactSpan): KnownColumn => ({ field, read: (value) => value === 'true' })

const KNOWN: Readonly<Record<string, KnownColumn>> = {
  input_preview: text('inputPreview'),
  output_preview: text('outputPreview'),
  model_id: text('modelId'),
  model_version: text('modelVersion'),
  response_model: text('responseModel'),
  response_id: text('responseId'),
  provider: text('provider'),
  service_tier: text('serviceTier'),
  input_tokens: count('inputTokens'),
  output_tokens: count('outputTokens'),
  total_tokens: count('totalTokens'),
  cache_read_tokens: count('cacheReadTokens'),
  cache_write_tokens: count('cacheWriteTokens'),
  cache_write_1h_tokens: count('cacheWrite1hTokens'),
  reasoning_tokens: count('reasoningTokens'),
  audio_input_tokens: count('audioInputTokens'),
  audio_output_tokens: count('audioOutputTokens'),
  usage_estimated: flag('usageEstimated'),
  usage_incomplete: flag('usageIncomplete'),
  cost_reported_nanos: big('costReportedNanos'),
  cost_input_reported_nanos: big('costInputReportedNanos'),
  cost_output_reported_nanos: big('costOutputReportedNanos'),
  user_id: text('userId'),
  session_id: text('sessionId'),
  feature_id: text('featureId'),
  team: text('team'),
  environment: text('environment'),
  release: text('release'),
  prompt_name: text('promptName'),
  prompt_version: text('promptVersion'),
  error_type: text('errorType'),
  error_message: text('errorMessage'),
  finish_reason: text('finishReason'),
  finish_reason_raw: text('finishReasonRaw'),
  time_to_first_token_ns: big('timeToFirstTokenNs'),
}

/** Which columns hold a part of the content, the one that shows whether it is there first. */
export const CONTENT_COLUMNS: Readonly<Record<ContentPart, readonly string[]>> = {
  input: ['input', 'input_messages', 'input_preview', 'input_hash'],
  output: ['output', 'output_messages', 'output_preview', 'tool_calls'],
  instructions: ['system_instructions'],
  tools: ['tool_definitions'],
}

export const CONTENT_FLAGS = {
  input: 'hasInput',
  output: 'hasOutput',
  instructions: 'hasInstructions',
  tools: 'hasTools',
} as const satisfies Record<ContentPart, keyof CompactSpan>

export const CONTENT_PARTS = Object.keys(CONTENT_FLAGS) as ContentPart[]

/** The field of a span that is a column's, where settling reads that column. */
export function fieldOf(column: string): keyof CompactSpan | undefined {
  return Object.hasOwn(KNOWN, column) ? KNOWN[column]?.field : undefined
}

/** The span as it reads with its patch. */
export function patchSpan(span: CompactSpan, columns: PatchColumns | undefined): CompactSpan {
  if (columns === undefined) return span
  const patched: Record<string, unknown> = { ...span }
  for (const [column, value] of Object.entries(columns)) {
    const known = Object.hasOwn(KNOWN, column) ? KNOWN[column] : undefined
    if (known !== undefined && typeof value === 'string') {
      patched[known.field] = known.read(value, patched[known.field])
    }
  }
  for (const part of CONTENT_PARTS) {
    if (CONTENT_COLUMNS[part].some((column) => (columns[column] ?? '') !== '')) patched[CONTENT_FLAGS[part]] = true
  }
  return patched as unknown as CompactSpan
}

/** What a patch must say for a span to read as another form of it does, in the columns that settling knows. */
export function changedColumns(span: CompactSpan, wanted: CompactSpan): Record<string, string> {
  const columns: Record<string, string> = {}
  for (const [column, { field }] of Object.entries(KNOWN)) {
    const value = wanted[field]
    if (value !== span[field]) columns[column] = value === undefined ? '' : String(value)
  }
  return columns
}
