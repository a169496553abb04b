import type { CompactSpan } from '@pyflare/domain'
import { valueOfText } from '../columns/value-of-text.ts'
import type { Statement } from '../connection.ts'
import type { Rereads } from '../normalization/rereads.ts'
import { AMONG_TRACES, type ExtentGroup } from './trace-extents.ts'

const TRACES_IN_RANGE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND ${AMONG_TRACES}`

/**
 * Spans of a group of traces, `maxSpans` of each and one more, so that a cut is seen. A span that came twice counts once,
 * as it came last. However large a trace is, no more than twice its limit is held at once; how many were stands last.
 */
export function compactSpansStatement(projectId: string, group: ExtentGroup, maxSpans: number): Statement {
  return {
    name: 'settle: spans',
    sql: `SELECT ${NAMES.join(', ')}, copies
FROM (
  SELECT *, count() OVER (PARTITION BY trace) AS copies
  FROM (SELECT ${COMPACT_SELECT}, received_at FROM spans WHERE ${TRACES_IN_RANGE} LIMIT {rows:UInt32} BY trace_id)
  ORDER BY trace, span, received_at DESC
  LIMIT 1 BY trace, span
)
ORDER BY trace, start_ns, span
LIMIT {limit:UInt32} BY trace`,
    params: {
      project: projectId,
      first: group.first,
      last: group.last,
      traces: group.traceIds,
      limit: maxSpans + 1,
      rows: 2 * (maxSpans + 1),
    },
  }
}

/** Columns that are read in another form, by the name of that form. Of content only the size is read. */
const MADE: Readonly<Record<string, string>> = {
  trace: 'lower(hex(trace_id))',
  span: 'lower(hex(span_id))',
  parent: "if(parent_span_id = toFixedString('', 8), '', lower(hex(parent_span_id)))",
  start_ns: 'toUnixTimestamp64Nano(start_time)',
  end_ns: 'toUnixTimestamp64Nano(end_time)',
  has_input: "input_messages != '' OR own_input != '' OR input_from = 'preview' AND input_preview != ''",
  has_output:
    "output_messages != '' OR own_output != '' OR output_from = 'preview' AND output_preview != '' OR output_from = 'documents' AND retrieved_documents != ''",
  has_instructions: "system_instructions != ''",
  has_tools: "tool_definitions != ''",
}

/** The select list, and the field that each of its columns becomes. */
const COLUMNS: Readonly<Record<string, readonly [keyof CompactSpan, (value: unknown) => unknown]>> = {
  trace: ['traceId', String],
  span: ['spanId', String],
  parent: ['parentSpanId', String],
  start_ns: ['startTimeNs', big],
  end_ns: ['endTimeNs', big],
  operation_name: ['name', String],
  service_name: ['serviceName', String],
  scope_name: ['scopeName', String],
  span_kind: ['spanKind', String],
  status: ['status', String],
  error_type: ['errorType', String],
  error_message: ['errorMessage', String],
  operation_kind: ['operationKind', String],
  is_aggregate: ['isAggregate', Boolean],
  model_id: ['modelId', String],
  model_version: ['modelVersion', String],
  response_model: ['responseModel', String],
  response_id: ['responseId', String],
  provider: ['provider', String],
  service_tier: ['serviceTier', String],
  input_tokens: ['inputTokens', optionalNumber],
  output_tokens: ['outputTokens', optionalNumber],
  total_tokens: ['totalTokens', optionalNumber],
  cache_read_tokens: ['cacheReadTokens', optionalNumber],
  cache_write_tokens: ['cacheWriteTokens', optionalNumber],
  cache_write_1h_tokens: ['cacheWrite1hTokens', optionalNumber],
  reasoning_tokens: ['reasoningTokens', optionalNumber],
  audio_input_tokens: ['audioInputTokens', optionalNumber],
  audio_output_tokens: ['audioOutputTokens', optionalNumber],
  usage_estimated: ['usageEstimated', Boolean],
  usage_incomplete: ['usageIncomplete', Boolean],
  cost_reported_nanos: ['costReportedNanos', optionalBig],
  cost_input_reported_nanos: ['costInputReportedNanos', optionalBig],
  cost_output_reported_nanos: ['costOutputReportedNanos', optionalBig],
  user_id: ['userId', String],
  session_id: ['sessionId', String],
  feature_id: ['featureId', String],
  team: ['team', String],
  environment: ['environment', String],
  release: ['release', String],
  tags: ['tags', strings],
  prompt_name: ['promptName', String],
  prompt_version: ['promptVersion', String],
  finish_reason: ['finishReason', String],
  finish_reason_raw: ['finishReasonRaw', String],
  time_to_first_token_ns: ['timeToFirstTokenNs', optionalBig],
  input_preview: ['inputPreview', String],
  output_preview: ['outputPreview', String],
  input_hash: ['inputHash', String],
  has_messages: ['hasMessages', Boolean],
  has_input: ['hasInput', Boolean],
  has_output: ['hasOutput', Boolean],
  has_instructions: ['hasInstructions', Boolean],
  has_tools: ['hasTools', Boolean],
  sampling_rate: ['samplingRate', Number],
}

const FIELDS = Object.values(COLUMNS)
const NAMES = Object.keys(COLUMNS)
export const COMPACT_SELECT = NAMES.map((name) => (name in MADE ? `${MADE[name]} AS ${name}` : name)).join(', ')

/** Whether the trace of a row may have more spans than were read. */
export function isCut(tuple: readonly unknown[], distinct: number, maxSpans: number): boolean {
  return distinct > maxSpans || Number(tuple[FIELDS.length]) > 2 * maxSpans
}

/** A row of `COMPACT_SELECT`, with what the span reads like by now. */
export function compactSpan(tuple: readonly unknown[], rereads: Rereads): CompactSpan {
  const span: Record<string, unknown> = {}
  const reread = rereads.get(`${tuple[0]}:${tuple[1]}`)
  FIELDS.forEach(([field, read], index) => {
    span[field] = read(reread === undefined ? tuple[index] : nowAt(NAMES[index] ?? '', reread, tuple[index]))
  })
  return span as unknown as CompactSpan
}

/** Of which columns the forms tell that are about whether there is content. */
const CONTENT_OF: Readonly<Record<string, readonly string[]>> = {
  has_messages: ['input_messages', 'output_messages'],
  has_input: ['input', 'input_messages'],
  has_output: ['output', 'output_messages'],
  has_instructions: ['system_instructions'],
  has_tools: ['tool_definitions'],
}

function nowAt(name: string, reread: Readonly<Record<string, string>>, before: unknown): unknown {
  const contents = CONTENT_OF[name]
  if (contents === undefined) return Object.hasOwn(reread, name) ? valueOfText(name, reread[name] ?? '') : before
  const now = contents.flatMap((column) => (Object.hasOwn(reread, column) ? [reread[column] !== ''] : []))
  return now.includes(true) || (before === true && now.length < contents.length)
}

/** Of copies that stand together the first. */
export function distinctSpans(spans: readonly CompactSpan[]): CompactSpan[] {
  return spans.filter(({ spanId }, at) => spanId !== spans[at - 1]?.spanId)
}

function big(value: unknown): bigint {
  return BigInt(String(value))
}

function optionalBig(value: unknown): bigint | undefined {
  return value === null ? undefined : big(value)
}

function optionalNumber(value: unknown): number | undefined {
  return value === null ? undefined : Number(value)
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
