import { field, isObject, type Json, type JsonObject, listField, structureOf, textField } from '../json.ts'
import { type Message, message, type Part } from './message.ts'
import { joinTexts, toolCall, toolResponse, toParts } from './parts.ts'

/** Names by which LangChain's messages tell their role. */
const LANGCHAIN_ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  system: 'system',
  tool: 'tool',
  function: 'tool',
  humanmessage: 'user',
  aimessage: 'assistant',
  aimessagechunk: 'assistant',
  systemmessage: 'system',
  toolmessage: 'tool',
  functionmessage: 'tool',
  chatmessage: 'user',
}

/** One message of any library's shape; undefined for what is none. */
export function toMessage(value: Json): Message | undefined {
  if (!isObject(value)) return undefined
  return fromWrapped(value) ?? fromResponsesItem(value) ?? fromLangChain(value) ?? fromRole(value)
}

/** OpenInference's `{message: {…}}`, and an `{index, finish_reason, message}` of OpenAI. */
function fromWrapped(value: JsonObject): Message | undefined {
  const inner = field(value, 'message')
  if (!isObject(inner)) return undefined
  const converted = toMessage(
    Object.hasOwn(inner, 'role') || Object.hasOwn(inner, 'lc') ? inner : { ...inner, role: 'assistant' },
  )
  const finish = textField(value, 'finish_reason') || textField(value, 'finishReason')
  return converted !== undefined && finish !== '' ? { ...converted, finish_reason: finish } : converted
}

/** OpenAI's Responses items: each is a message or one part of one. */
function fromResponsesItem(value: JsonObject): Message | undefined {
  const type = textField(value, 'type')
  if (Object.hasOwn(value, 'role') && type !== 'message') return undefined
  if (type === 'message') return withParts(textField(value, 'role') || 'assistant', toParts(field(value, 'content')))
  if (type === 'function_call_output') return withParts('tool', toParts(value))
  if (type === 'reasoning' || type === 'function_call') return withParts('assistant', toParts(value))
  if (type.endsWith('_call') && typeof field(value, 'id') === 'string') return withParts('assistant', toParts(value))
  return undefined
}

/** LangChain: `{type: 'human', content}`, `{type, data}`, and the serialized `{lc, id: [..., 'HumanMessage'], kwargs}`. */
function fromLangChain(value: JsonObject): Message | undefined {
  const kwargs = field(value, 'kwargs')
  const path = listField(value, 'id')
  const body =
    isObject(kwargs) && path.length > 0
      ? kwargs
      : isObject(field(value, 'data'))
        ? (field(value, 'data') as JsonObject)
        : value
  if (body === value && (Object.hasOwn(value, 'role') || !Object.hasOwn(value, 'content'))) return undefined
  const name = body === kwargs ? String(path.at(-1)) : textField(value, 'type')
  const role = LANGCHAIN_ROLES[name.toLowerCase()]
  return role === undefined ? undefined : fromRole({ ...body, role })
}

/** `{role, content | parts, tool_calls?, tool_call_id?}`: OpenTelemetry, OpenAI, Anthropic, Gemini, Bedrock, Genkit, AI SDK. */
function fromRole(value: JsonObject): Message | undefined {
  const role = field(value, 'role')
  if (typeof role !== 'string' && !Object.hasOwn(value, 'parts')) return undefined
  const content = contentOf(value)
  const parts =
    role === 'tool' || role === 'function'
      ? toolParts(value, content)
      : [...reasoningOf(value), ...toParts(content), ...callsOf(value)]
  const converted = withParts(typeof role === 'string' ? role : 'assistant', parts)
  const name = textField(value, 'name')
  if (name !== '') converted.name = name
  const finish = textField(value, 'finish_reason') || textField(field(value, 'meta'), 'finish_reason')
  if (finish !== '') converted.finish_reason = finish
  return converted
}

function withParts(role: string, parts: Part[]): Message {
  return message(role, parts)
}

function contentOf(value: JsonObject): Json | undefined {
  for (const key of ['parts', 'contents', 'content']) {
    const found = field(value, key)
    if (found === undefined || found === null || found === '') continue
    const blocks = typeof found === 'string' ? blocksIn(found) : found
    return Array.isArray(blocks) ? blocks.map(unwrapContent) : blocks
  }
  return undefined
}

/** Old OpenLLMetry prints a list of blocks into the text of the content. */
function blocksIn(content: string): Json {
  const structure = /^["[]/.test(content) ? structureOf(content) : undefined
  const isBlocks = Array.isArray(structure) && structure.every((block) => textField(block, 'type') !== '')
  return isBlocks ? structure : content
}

/** OpenInference's `{message_content: {type, text, image: {image: {url}}}}`. */
function unwrapContent(block: Json): Json {
  const inner = field(block, 'message_content')
  if (!isObject(inner)) return block
  const url = textField(field(field(inner, 'image'), 'image'), 'url')
  return url === '' ? inner : { type: 'image_url', image_url: url }
}

/** What a message of role `tool` says is the response to a call, unless its blocks already say so. */
function toolParts(value: JsonObject, content: Json | undefined): Part[] {
  const parts = toParts(content)
  if (parts.some(({ type }) => type === 'tool_call_response')) return parts
  const id = field(value, 'tool_call_id') ?? field(value, 'toolCallId') ?? field(value, 'id')
  const texts = parts.every((part) => part.type === 'text')
  return [toolResponse(id, texts ? parts.map((part) => part.content).join('\n') : (content ?? null))]
}

/** Tool calls beside the content: OpenAI's, OpenInference's wrapped ones, LangChain's, the old `function_call`. */
function callsOf(value: JsonObject): Part[] {
  const direct = listField(value, 'tool_calls')
  const calls = direct.length > 0 ? direct : listField(field(value, 'additional_kwargs'), 'tool_calls')
  const parts = calls.flatMap((entry) => {
    const call = field(entry, 'tool_call') ?? entry
    return isObject(call) ? toParts({ ...call, type: 'tool_call' }) : []
  })
  const old = field(value, 'function_call')
  if (parts.length === 0 && isObject(old)) parts.push(toolCall(undefined, field(old, 'name'), field(old, 'arguments')))
  const name = textField(value, 'function_call_name')
  if (parts.length === 0 && name !== '')
    parts.push(toolCall(undefined, name, field(value, 'function_call_arguments_json')))
  return parts
}

function reasoningOf(value: JsonObject): Part[] {
  const content = ['reasoning_content', 'reasoning', 'reasoning_summary', 'thinking']
    .map((key) => thoughtIn(field(value, key)))
    .find((entry) => entry !== '')
  return content === undefined ? [] : [{ type: 'reasoning', content }]
}

/** Thoughts are text, or a list of texts. */
function thoughtIn(value: Json | undefined): string {
  const list =
    Array.isArray(value) || (typeof value === 'string' && value.startsWith('[')) ? structureOf(value) : undefined
  return joinTexts(list) || (typeof value === 'string' ? value : '')
}
