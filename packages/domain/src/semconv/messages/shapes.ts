import { field, isObject, type Json, type JsonObject, listField, structureOf, textField } from '../json.ts'
import { joinChunks } from './chunks.ts'
import { messagesOfEvents } from './event-messages.ts'
import { type Message, message } from './message.ts'
import { toMessage } from './one-message.ts'
import { toParts } from './parts.ts'

export type Side = 'input' | 'output'

/** More messages than a conversation has are no conversation. */
const MAX_MESSAGES = 10_000

/**
 * The messages in a value of any library's shape, told by what it looks like: a list of messages or blocks, a request or
 * an answer of a model API, a serialized chain. Undefined when it is none of them.
 */
export function toMessages(value: Json | undefined, side: Side): Message[] | undefined {
  const structure = structureOf(value)
  if (structure === undefined) return undefined
  const found = Array.isArray(structure) ? fromList(structure, side) : fromObject(structure, side)
  if (found === undefined || found.length === 0) return undefined
  return side === 'output' ? joinThoughts(found) : found
}

/** Libraries that follow OpenAI's Responses tell the thoughts of an answer in a message of their own, before the answer. */
function joinThoughts(messages: readonly Message[]): Message[] {
  const joined: Message[] = []
  for (const next of messages) {
    const last = joined.at(-1)
    if (last?.parts.length !== 0 && last?.parts.every(({ type }) => type === 'reasoning') === true) {
      joined[joined.length - 1] = { ...next, parts: [...last.parts, ...next.parts] }
    } else joined.push(next)
  }
  return joined
}

/** Like `toMessages`, but what is no list of messages is itself the text of one. For attributes that hold nothing else. */
export function toMessagesAnyhow(value: Json, side: Side): Message[] {
  const found = toMessages(value, side)
  if (found !== undefined) return found
  return [
    message(
      side === 'input' ? 'user' : 'assistant',
      toParts(typeof value === 'string' ? value : JSON.stringify(value)),
    ),
  ]
}

function fromList(list: Json[], side: Side): Message[] | undefined {
  const entries = list.filter((entry) => entry !== null)
  if (entries.length === 0 || entries.length > MAX_MESSAGES) return undefined
  // LangChain batches: a list of conversations.
  if (Array.isArray(entries[0])) return fromList(entries[0], side)
  const decoded = entries.map((entry) => (typeof entry === 'string' ? (structureOf(entry) ?? entry) : entry))
  if (decoded.every((entry) => textField(entry, 'event.name').startsWith('gen_ai.'))) return fromEvents(decoded, side)
  const whole = side === 'output' ? joinChunks(decoded) : undefined
  if (whole !== undefined) return fromObject(whole, side)
  const messages: Message[] = []
  for (const entry of decoded) {
    const converted = toMessage(entry)
    if (converted === undefined)
      return isBlocks(decoded) ? [message(side === 'input' ? 'user' : 'assistant', toParts(decoded))] : undefined
    messages.push(converted)
  }
  return joinItems(messages, decoded)
}

/** Blocks of content without a message around them. */
function isBlocks(entries: readonly Json[]): boolean {
  const known = [
    'text',
    'thinking',
    'tool_use',
    'tool_result',
    'image',
    'reasoning',
    'output_text',
    'input_text',
    'tool_call',
    'tool-call',
  ]
  return entries.every((entry) => known.includes(textField(entry, 'type')))
}

/**
 * Events that an attribute lists (pydantic-ai's old versions, Logfire): `{'event.name': 'gen_ai.user.message', content}`. Where no
 * event is the choice, what the assistant says last is the answer.
 */
function fromEvents(entries: readonly Json[], side: Side): Message[] {
  const { input, output } = messagesOfEvents(entries.map((body) => ({ name: textField(body, 'event.name'), body })))
  if (output.length > 0) return side === 'input' ? input : output
  const asked = input.findLastIndex(({ role }) => role !== 'assistant') + 1
  return side === 'input' ? input.slice(0, asked) : input.slice(asked)
}

function isItem(entry: Json): boolean {
  const type = textField(entry, 'type')
  return (
    type === 'reasoning' || type.endsWith('_call') || (type === 'message' && Array.isArray(field(entry, 'content')))
  )
}

/** The items of one answer (reasoning, text, calls) are one message. */
function joinItems(messages: readonly Message[], entries: readonly Json[]): Message[] {
  const joined: Message[] = []
  messages.forEach((next, at) => {
    const last = joined.at(-1)
    const follows =
      last?.role === 'assistant' &&
      next.role === 'assistant' &&
      isItem(entries[at] ?? null) &&
      isItem(entries[at - 1] ?? null)
    if (last !== undefined && follows) last.parts.push(...next.parts)
    else joined.push({ ...next, parts: [...next.parts] })
  })
  return joined
}

type ObjectShape = (value: JsonObject, side: Side) => Message[] | undefined

const isRequest: ObjectShape = (value, side) => {
  const list = field(value, 'messages')
  if (!Array.isArray(list)) return undefined
  const found = fromList(list, side)
  return found === undefined ? undefined : withSystem(field(value, 'system'), found)
}

const isResponsesRequest: ObjectShape = (value, side) => {
  if (
    side !== 'input' ||
    !Object.hasOwn(value, 'input') ||
    !['model', 'instructions', 'tools'].some((key) => Object.hasOwn(value, key))
  )
    return undefined
  const input = field(value, 'input')
  const found = typeof input === 'string' ? [message('user', toParts(input))] : toMessages(input, side)
  return found === undefined ? undefined : withSystem(field(value, 'instructions'), found)
}

const isPrompt: ObjectShape = (value, side) => {
  if (side !== 'input' || typeof field(value, 'prompt') !== 'string') return undefined
  return withSystem(field(value, 'system'), [message('user', toParts(field(value, 'prompt')))])
}

const isGeminiRequest: ObjectShape = (value, side) => {
  const contents = field(value, 'contents')
  const found =
    typeof contents === 'string'
      ? [message('user', toParts(contents))]
      : Array.isArray(contents)
        ? fromList(contents, side)
        : undefined
  const config = field(value, 'config')
  const system =
    field(config, 'system_instruction') ?? field(value, 'system_instruction') ?? field(value, 'systemInstruction')
  return found === undefined ? undefined : withSystem(isObject(system) ? field(system, 'parts') : system, found)
}

/** Haystack's generators: messages, or the texts of completions. */
const isReplies: ObjectShape = (value) => {
  const replies = listField(value, 'replies')
  const texts = replies.filter((reply) => typeof reply === 'string')
  if (texts.length < replies.length || texts.length === 0) return fromList(replies, 'output')
  return texts.map((reply) => message('assistant', toParts(reply)))
}

const isChoices: ObjectShape = (value) => {
  const choices = listField(value, 'choices')
  const found = choices.flatMap((choice) => {
    const converted = toMessage(choice) ?? completionOf(choice)
    return converted === undefined ? [] : [converted]
  })
  return found.length === 0 ? undefined : found
}

const isResponsesAnswer: ObjectShape = (value) => {
  const output = field(value, 'output')
  return Array.isArray(output) ? fromList(output, 'output') : undefined
}

const isGeminiAnswer: ObjectShape = (value) => {
  const found = listField(value, 'candidates').flatMap((candidate) => {
    const converted = toMessage(field(candidate, 'content') ?? null)
    const finish = textField(candidate, 'finish_reason') || textField(candidate, 'finishReason')
    return converted === undefined ? [] : [finish === '' ? converted : { ...converted, finish_reason: finish }]
  })
  return found.length === 0 ? undefined : found
}

const isLangChainAnswer: ObjectShape = (value) => {
  const generations = listField(value, 'generations')
  const inner = Array.isArray(generations[0]) ? generations[0] : generations
  const found = inner.flatMap((generation) => {
    const converted = toMessage(field(generation, 'message') ?? null) ?? completionOf(generation)
    const finish = textField(field(generation, 'generation_info'), 'finish_reason')
    return converted === undefined ? [] : [finish === '' ? converted : { ...converted, finish_reason: finish }]
  })
  return found.length === 0 ? undefined : found
}

/** Anthropic's answer, one message by itself, or an answer around one (`message`, `output.message`, ADK's `content`). */
const isOneMessage: ObjectShape = (value) => {
  const own = toMessage(value)
  if (own !== undefined) {
    const finish = textField(value, 'stop_reason')
    return [finish === '' ? own : { ...own, finish_reason: finish }]
  }
  const around = field(field(value, 'output'), 'message') ?? field(value, 'content') ?? field(value, 'raw_response')
  const inner = isObject(around) ? toMessage(around) : undefined
  return inner === undefined ? undefined : [inner]
}

const SHAPES: readonly ObjectShape[] = [
  isRequest,
  isReplies,
  isChoices,
  isResponsesRequest,
  isGeminiRequest,
  isGeminiAnswer,
  isLangChainAnswer,
  isResponsesAnswer,
  isOneMessage,
  isPrompt,
]

function fromObject(value: JsonObject, side: Side): Message[] | undefined {
  for (const shape of SHAPES) {
    const found = shape(value, side)
    if (found !== undefined && found.length > 0) return found
  }
  return undefined
}

function withSystem(system: Json | undefined, messages: Message[]): Message[] {
  const parts = toParts(system)
  return parts.length === 0 ? messages : [message('system', parts), ...messages]
}

/** A completion's `{text, finish_reason}`. */
function completionOf(choice: Json): Message | undefined {
  const content = field(choice, 'text')
  if (typeof content !== 'string') return undefined
  const finish = textField(choice, 'finish_reason')
  const converted = message('assistant', toParts(content))
  return finish === '' ? converted : { ...converted, finish_reason: finish }
}
