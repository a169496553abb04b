import type { SpanDetail } from '~/api/rows.ts'

/** What a message holds, one part after the other, as the page shows it. */
export type MessagePart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool_call'; id: string; name: string; arguments: unknown }
  | { type: 'tool_result'; id: string; result: unknown }
  | { type: 'media'; label: string; reference: string }
  | { type: 'other'; label: string; value: unknown }

export interface Message {
  role: string
  parts: MessagePart[]
  finishReason: string
}

type Fields = Record<string, unknown>

/** Messages as normalization wrote them (OpenTelemetry's parts); anything else reads as no messages. Never throws. */
export function messagesOf(value: unknown): Message[] {
  return Array.isArray(value) ? value.flatMap((entry) => (isFields(entry) ? [messageOf(entry)] : [])) : []
}

/** The whole conversation of a model call: system instructions, what went in, what came out. */
export function conversationOf(span: SpanDetail): { input: Message[]; output: Message[] } {
  const input = messagesOf(span.input_messages)
  const hasSystem = input.some((message) => message.role === 'system' || message.role === 'developer')
  if (span.system_instructions !== '' && !hasSystem) {
    input.unshift({ role: 'system', parts: [{ type: 'text', text: span.system_instructions }], finishReason: '' })
  }
  return { input, output: messagesOf(span.output_messages) }
}

/** A message in one line of plain text. */
export function messageText(message: Message): string {
  return message.parts.map(partText).filter(Boolean).join(' ')
}

function partText(part: MessagePart): string {
  if (part.type === 'text' || part.type === 'reasoning') return part.text
  if (part.type === 'tool_call') return `${part.name}(${compact(part.arguments)})`
  if (part.type === 'tool_result') return compact(part.result)
  return part.label
}

function messageOf(entry: Fields): Message {
  const parts = Array.isArray(entry.parts) ? entry.parts.filter(isFields).map(partOf) : contentParts(entry.content)
  return { role: text(entry.role) || 'unknown', parts, finishReason: text(entry.finish_reason) }
}

function contentParts(content: unknown): MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content === undefined || content === null ? [] : [{ type: 'other', label: 'content', value: content }]
}

function partOf(part: Fields): MessagePart {
  const type = text(part.type)
  switch (type) {
    case 'text':
      return { type: 'text', text: printed(part.content) }
    case 'reasoning':
    case 'thinking':
      return { type: 'reasoning', text: printed(part.content) }
    case 'tool_call':
    case 'server_tool_call':
      return { type: 'tool_call', id: text(part.id), name: text(part.name), arguments: decoded(part.arguments) }
    case 'tool_call_response':
    case 'server_tool_call_response':
      return { type: 'tool_result', id: text(part.id), result: decoded(part.response ?? part.result) }
    case 'uri':
    case 'blob':
    case 'file':
      return {
        type: 'media',
        label: text(part.modality) || text(part.mime_type) || type,
        reference: text(part.uri) || text(part.file_id),
      }
    default:
      return { type: 'other', label: type || 'part', value: part }
  }
}

/** Arguments and results often arrive as JSON text: shown as the structure they are. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : compact(value)
}

function compact(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
