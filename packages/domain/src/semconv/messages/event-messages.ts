import { field, isObject, type Json, type JsonObject, structureOf, textField } from '../json.ts'
import { type Message, message } from './message.ts'
import { toMessage } from './one-message.ts'
import { toParts } from './parts.ts'

/** An event of a span or a log record that carries one message (conventions before 1.37). */
export interface MessageEvent {
  name: string
  /** A log record's body; for a span's event its attributes. */
  body: Json | undefined
}

const INPUT_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/
const CHOICE_EVENT = 'gen_ai.choice'
/** Blocks of which a text attribute may be a list (Strands), by one of their keys. */
const BLOCK_KEYS = ['type', 'text', 'toolUse', 'toolResult', 'image', 'reasoningContent']

export function isMessageEvent(name: string): boolean {
  return name === CHOICE_EVENT || INPUT_EVENT.test(name)
}

/** The conversation that events spell out, in the order given; choices by their index. */
export function messagesOfEvents(events: readonly MessageEvent[]): { input: Message[]; output: Message[] } {
  const opened = events.map(({ name, body }) => ({ name, body: withContent(body) }))
  const input = opened.flatMap(({ name, body }) => {
    const role = INPUT_EVENT.exec(name)?.[1]
    return role === undefined ? [] : [fromBody(role, body)]
  })
  const choices = opened.filter(({ name }) => name === CHOICE_EVENT).map(({ body }) => ({ index: indexOf(body), body }))
  choices.sort((left, right) => left.index - right.index)
  return { input, output: choices.map(({ body }) => fromChoice(body)) }
}

/** Azure's clients, and those that follow them, put the body into one attribute, as JSON. */
function withContent(body: Json | undefined): Json | undefined {
  const content = structureOf(textField(body, 'gen_ai.event.content'))
  return isObject(content) ? content : body
}

function fromBody(role: string, body: Json | undefined): Message {
  if (!isObject(body)) return message(role, toParts(body))
  return toMessage({ role, ...withBlocks(body, 'content') }) ?? message(role, toParts(JSON.stringify(body)))
}

function fromChoice(body: Json | undefined): Message {
  if (!isObject(body)) return message('assistant', toParts(body))
  const opened = withBlocks(withBlocks(body, 'message'), 'content')
  const inner = field(opened, 'message')
  const source = isObject(inner) ? inner : { content: inner ?? field(opened, 'content') ?? null }
  const converted =
    toMessage({ role: 'assistant', tool_calls: field(opened, 'tool_calls') ?? null, ...source }) ??
    message('assistant', [])
  const finish = textField(opened, 'finish_reason')
  return finish === '' ? converted : { ...converted, finish_reason: finish }
}

/** Attributes of span events are text: a list of blocks in it is opened. */
function withBlocks(body: JsonObject, key: string): JsonObject {
  const value = textField(body, key)
  const structure = /^["[{]/.test(value) ? structureOf(value) : undefined
  if (structure === undefined) return body
  if (isObject(structure))
    return key === 'message' && Object.hasOwn(structure, 'role') ? { ...body, [key]: structure } : body
  const blocks = structure.every((block) => isObject(block) && BLOCK_KEYS.some((name) => Object.hasOwn(block, name)))
  return blocks ? { ...body, [key]: structure } : body
}

function indexOf(body: Json | undefined): number {
  const index = field(body, 'index')
  return typeof index === 'number' ? index : 0
}
