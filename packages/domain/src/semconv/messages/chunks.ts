import { field, isObject, type Json, type JsonObject, listField, textField } from '../json.ts'
import { choiceOf, type OpenChoice, openChoice, takeCall } from './chat-choice.ts'
import { isGeneration, joinGenerations } from './generation-chunks.ts'

/** More pieces than an answer comes in. */
const MAX_CHUNKS = 20_000

/**
 * The answer that its pieces make, in the shape that the API gives answers in one piece: OpenAI's chat chunks, LangChain's, and the
 * events of Anthropic's messages and OpenAI's Responses. Undefined for a list that is none of these.
 */
export function joinChunks(list: readonly Json[]): JsonObject | undefined {
  if (list.length === 0 || list.length > MAX_CHUNKS) return undefined
  if (list.some((chunk) => textField(chunk, 'object') === 'chat.completion.chunk')) return joinChatChunks(list)
  const types = list.map((chunk) => textField(chunk, 'type'))
  if (types.includes('message_start') || types.includes('content_block_delta')) return joinMessageEvents(list)
  if (list.every(isGeneration)) return joinGenerations(list)
  const whole = list.findLast(
    (chunk) => /^response\./.test(textField(chunk, 'type')) && isObject(field(chunk, 'response')),
  )
  return whole === undefined ? undefined : asObject(field(whole, 'response'))
}

function joinChatChunks(list: readonly Json[]): JsonObject {
  const choices = new Map<number, OpenChoice>()
  let about: JsonObject = {}
  let usage: Json = null
  for (const chunk of list) {
    if (!isObject(chunk)) continue
    about = { ...about, ...filled(chunk, ['id', 'model', 'service_tier']) }
    usage = field(chunk, 'usage') ?? usage
    for (const entry of listField(chunk, 'choices')) addDelta(choices, entry)
  }
  const joined = [...choices].sort(([left], [right]) => left - right).map(([, choice]) => choiceOf(choice))
  return { ...about, choices: joined, usage }
}

function addDelta(choices: Map<number, OpenChoice>, entry: Json): void {
  const index = numberAt(entry, 'index')
  const choice = choices.get(index) ?? openChoice()
  choices.set(index, choice)
  const delta = field(entry, 'delta')
  choice.content += textField(delta, 'content')
  choice.reasoning += textField(delta, 'reasoning_content') || textField(delta, 'reasoning')
  choice.finish = field(entry, 'finish_reason') ?? choice.finish
  for (const piece of listField(delta, 'tool_calls')) {
    const named = field(piece, 'function')
    takeCall(choice, piece, textField(named, 'name'), textField(named, 'arguments'))
  }
}

/** Anthropic's events: a message, its blocks, what is added to each, and what is known at the end. */
function joinMessageEvents(list: readonly Json[]): JsonObject {
  let joined: JsonObject = { role: 'assistant' }
  let usage: JsonObject = {}
  const blocks = new Map<number, JsonObject>()
  for (const event of list) {
    const at = numberAt(event, 'index')
    const delta = field(event, 'delta')
    const message = asObject(field(event, 'message'))
    if (message !== undefined) joined = { ...joined, ...message }
    usage = { ...usage, ...asObject(field(message, 'usage')), ...asObject(field(event, 'usage')) }
    if (textField(event, 'type') === 'content_block_start')
      blocks.set(at, { ...asObject(field(event, 'content_block')) })
    else if (textField(event, 'type') === 'content_block_delta') blocks.set(at, extended(blocks.get(at) ?? {}, delta))
    else if (isObject(delta)) joined = { ...joined, ...filled(delta, ['stop_reason']) }
  }
  const content: Json[] = [...blocks].sort(([left], [right]) => left - right).map(([, block]) => block)
  return { ...joined, content, usage }
}

function extended(block: JsonObject, delta: Json | undefined): JsonObject {
  const partial = textField(delta, 'partial_json')
  if (partial !== '') return { ...block, type: 'tool_use', input: textField(block, 'input') + partial }
  const thought = textField(delta, 'thinking')
  if (thought !== '') return { ...block, type: 'thinking', thinking: textField(block, 'thinking') + thought }
  const words = textField(delta, 'text')
  return words === '' ? block : { ...block, type: 'text', text: textField(block, 'text') + words }
}

function filled(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, field(value, key) ?? null]).filter(([, entry]) => entry !== null))
}

function numberAt(value: Json | undefined, key: string): number {
  const found = field(value, key)
  return typeof found === 'number' ? found : 0
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined
}
