import type { ContentLog } from '../settle/trace-facts.ts'
import { hashOf, instructionsIn, sideColumns, systemAmong } from './content.ts'
import { type Json, structureOf } from './json.ts'
import { DEFAULT_LIMITS } from './limit-content.ts'
import { messagesOfEvents } from './messages/event-messages.ts'
import type { Message } from './messages/message.ts'
import { previewOfInput, previewOfOutput } from './messages/preview.ts'
import { type Side, toMessagesAnyhow } from './messages/shapes.ts'
import { toolCallsOf, toolDefinitionsIn } from './messages/tool-calls.ts'
import { OPERATION_DETAILS } from './normalize-log.ts'
import { finishReasonOf } from './outcome.ts'
import { isUsableContent } from './usable.ts'

/** Columns that a span may lack and only its log records know (ADK's `user.id`). Written only where a record has them. */
const PLAIN_COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['user_id', ['user.id', 'enduser.id']],
  ['session_id', ['session.id', 'gen_ai.conversation.id']],
]

/**
 * The columns that the content records of one span tell of it, by snake_case name (G9). Records may come in any order;
 * of several that tell a whole call, the newest wins. Columns that no record tells are left out.
 */
export function columnsFromContentLogs(logs: readonly ContentLog[]): Record<string, string | string[]> {
  const ordered = logs.map((log, at) => ({ log, at }))
  ordered.sort((left, right) => compare(left.log.timeNs, right.log.timeNs) || left.at - right.at)
  const records = ordered.map(({ log }) => log)
  const spelled = messagesOfEvents(records.map((log) => ({ name: log.eventName, body: bodyOf(log) })))
  const input = detail(records, 'gen_ai.input.messages', (value) => toMessagesAnyhow(value, 'input')) ?? spelled.input
  const output =
    detail(records, 'gen_ai.output.messages', (value) => toMessagesAnyhow(value, 'output')) ?? spelled.output
  const system = detail(records, 'gen_ai.system_instructions', instructionsIn) ?? systemAmong(input)
  const definitions = detail(records, 'gen_ai.tool.definitions', toolDefinitionsIn) ?? []
  const columns: Record<string, string | string[]> = {
    ...messageColumns('input', input),
    ...messageColumns('output', output),
    ...finishColumns(records, output),
  }
  if (system !== '') columns.system_instructions = system
  if (definitions.length > 0) columns.tool_definitions = JSON.stringify(definitions)
  for (const [column, keys] of PLAIN_COLUMNS) {
    const told = records
      .flatMap(({ attributes }) => keys.map((key) => attributes[key] ?? ''))
      .find((value) => value !== '')
    if (told !== undefined) columns[column] = told
  }
  return columns
}

function messageColumns(side: Side, messages: readonly Message[]): Record<string, string> {
  if (messages.length === 0) return {}
  const made = sideColumns(
    messages,
    undefined,
    true,
    DEFAULT_LIMITS,
    side === 'input' ? previewOfInput : previewOfOutput,
  )
  const columns: Record<string, string> = {
    [`${side}_messages`]: made.messages,
    [side]: made.value,
    [`${side}_preview`]: made.preview,
  }
  if (side === 'input') columns.input_hash = hashOf(messages, made.whole)
  if (made.cut) columns.content_truncated = 'true'
  const calls = side === 'output' ? toolCallsOf(messages) : []
  if (calls.length > 0) columns.tool_calls = JSON.stringify(calls)
  return columns
}

function finishColumns(records: readonly ContentLog[], output: readonly Message[]): Record<string, string> {
  const listed = detail(records, 'gen_ai.response.finish_reasons', (value) => (Array.isArray(value) ? value[0] : value))
  const raw = typeof listed === 'string' ? listed : output.find(({ finish_reason: reason }) => reason)?.finish_reason
  if (raw === undefined || raw === '') return {}
  return { finish_reason: finishReasonOf(raw, toolCallsOf(output).length > 0), finish_reason_raw: raw }
}

/** What the newest record of a whole call says under a key. Stored attributes are text: structures are JSON in it. */
function detail<T>(records: readonly ContentLog[], key: string, read: (value: Json) => T): T | undefined {
  for (const { eventName, attributes, body } of records.toReversed()) {
    if (eventName !== OPERATION_DETAILS) continue
    const inBody = structureOf(body)
    const told = attributes[key] ?? (inBody !== undefined && !Array.isArray(inBody) ? inBody[key] : undefined)
    const value = typeof told === 'string' ? (structureOf(told) ?? told) : told
    if (isUsableContent(value)) return read(value)
  }
  return undefined
}

/** A record's body; some exporters put what belongs there into attributes. */
function bodyOf({ body, attributes }: ContentLog): Json {
  if (body === '') return { ...attributes }
  return structureOf(body) ?? body
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}
