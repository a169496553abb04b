import type { SpanEvent } from '../telemetry/raw-span.ts'
import { type CompiledCandidate, compileCandidates } from './column-rule.ts'
import { type Json, type JsonObject, jsonOf, structureOf, textField, unquote } from './json.ts'
import { isMessageEvent, messagesOfEvents } from './messages/event-messages.ts'
import { type Message, message, type Part } from './messages/message.ts'
import { toParts } from './messages/parts.ts'
import { type Side, toMessages, toMessagesAnyhow } from './messages/shapes.ts'
import { toolCallsIn } from './messages/tool-calls.ts'
import { holds, type PickContext } from './pick.ts'
import { ANSWER_KEYS, type Source } from './source.ts'
import { INPUT_MESSAGES, INPUT_VALUES, OUTPUT_MESSAGES, OUTPUT_VALUES } from './tables/content.ts'
import { isUsableContent } from './usable.ts'

const CANDIDATES: Readonly<Record<Side, readonly CompiledCandidate[]>> = {
  input: compileCandidates(INPUT_MESSAGES, 'json'),
  output: compileCandidates(OUTPUT_MESSAGES, 'json'),
}
const PLAIN: typeof CANDIDATES = {
  input: compileCandidates(INPUT_VALUES, 'json'),
  output: compileCandidates(OUTPUT_VALUES, 'json'),
}
/** Attributes that hold nothing but messages: text in them that is none of the shapes is the text of one. */
const SURELY_MESSAGES = /^(pyflare|gen_ai)\.(input|output)\.messages$/
export interface FoundMessages {
  messages: Message[]
  candidate: CompiledCandidate
}

/** The messages of one side of a span: of the first source that has some with anything in them. */
export function readMessages(context: PickContext, side: Side): FoundMessages | undefined {
  let empty: FoundMessages | undefined
  for (const candidate of context.reader.keys.among(CANDIDATES[side])) {
    if (!context.reader.mayHave(candidate.source) || !holds(context, candidate.when)) continue
    const messages = messagesAt(context, candidate.source, side)
    if (messages === undefined || messages.length === 0) continue
    if (messages.some(({ parts }) => parts.length > 0)) return { messages, candidate }
    empty ??= { messages, candidate }
  }
  if (empty !== undefined) return empty
  return context.kind === 'chat' || context.kind === 'completion' ? plainMessage(context, side) : undefined
}

/** Of a model call without messages: plain text that went in is what the user said, that came out what the model said. */
function plainMessage(context: PickContext, side: Side): FoundMessages | undefined {
  for (const candidate of context.reader.keys.among(PLAIN[side])) {
    if (!context.reader.mayHave(candidate.source)) continue
    const value = context.reader.read(candidate.source)
    if (typeof value !== 'string' || !isUsableContent(value)) continue
    if (structureOf(value) !== undefined) return undefined
    const content = unquote(value)
    return { messages: [message(side === 'input' ? 'user' : 'assistant', toParts(content))], candidate }
  }
  return undefined
}

/** The keys that a source of messages takes its content from. */
export function keysOfMessages(context: PickContext, source: Source): readonly string[] {
  if (source.from === 'answer') return ANSWER_KEYS.map((key) => `${source.key}.${key}`)
  return context.reader.keysOf(source)
}

function messagesAt(context: PickContext, source: Source, side: Side): Message[] | undefined {
  const kept = context.reader.kept(side === 'input' ? 'inputMessages' : 'outputMessages', source)
  // What the column keeps has the shape of messages already.
  if (kept !== undefined) return structureOf(kept) as unknown as Message[] | undefined
  if (source.from === 'events') return messagesOfSpanEvents(context.reader.span.events, side)
  if (source.from === 'answer') return answerAt(context, source.key)
  if (source.from === 'chunks') return answerInPieces(chunksAt(context, source), side)
  const value = context.reader.read(source)
  if (!isUsableContent(value)) return undefined
  if (source.shape === 'indexed') return fromFlattened(value, side)
  return SURELY_MESSAGES.test(source.key) ? toMessagesAnyhow(value, side) : toMessages(value, side)
}

function messagesOfSpanEvents(events: readonly SpanEvent[], side: Side): Message[] | undefined {
  const found = events.filter(({ name }) => isMessageEvent(name))
  if (found.length === 0) return undefined
  const ordered = found.map((event, at) => ({ event, at }))
  ordered.sort((left, right) => Number(left.event.timeNs - right.event.timeNs) || left.at - right.at)
  return messagesOfEvents(ordered.map(({ event }) => ({ name: event.name, body: jsonOf(event.attributes) })))[side]
}

/**
 * Pieces of an answer, one in each event that has the attribute: structures, and plain text where events of that name bring nothing but
 * pieces.
 */
function chunksAt(context: PickContext, { key, event }: Source): Json[] {
  return context.reader.span.events.flatMap(({ name, attributes }) => {
    const value = event === '' || name === event ? attributes.get(key) : undefined
    if (value === undefined) return []
    const piece = jsonOf(value)
    const chunk = structureOf(piece) ?? (event !== '' && typeof piece === 'string' ? piece : undefined)
    return chunk === undefined ? [] : [chunk]
  })
}

function answerInPieces(pieces: readonly Json[], side: Side): Message[] | undefined {
  const texts = pieces.filter((piece) => typeof piece === 'string')
  if (texts.length === 0) return toMessages([...pieces], side)
  const content = texts.join('')
  return content === '' ? undefined : [message('assistant', toParts(content))]
}

/** Flattened lists: messages, or OpenInference's prompts and choices of completions. */
function fromFlattened(value: Json, side: Side): Message[] | undefined {
  if (!Array.isArray(value)) return undefined
  const role = side === 'input' ? 'user' : 'assistant'
  const texts = value.map((entry) => promptText(entry))
  if (texts.every((entry) => entry !== '')) return texts.map((entry) => message(role, toParts(entry)))
  const withRole = value.map((entry) => (isBare(entry) ? { role, ...(entry as JsonObject) } : entry))
  return toMessages(withRole, side)
}

function isBare(entry: Json): boolean {
  return (
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !('role' in entry) && !('message' in entry)
  )
}

function promptText(entry: Json): string {
  const inner =
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? (entry.prompt ?? entry.completion) : null
  return textField(inner, 'text')
}

/** AI SDK tells an answer in several attributes. */
function answerAt(context: PickContext, prefix: string): Message[] | undefined {
  const read = (key: string): Json | undefined => {
    const value = context.reader.span.attributes.get(`${prefix}.${key}`)
    return value === undefined ? undefined : jsonOf(value)
  }
  const [reasoning, answer, object, calls] = ANSWER_KEYS.map((key) => read(key))
  const parts: Part[] = []
  if (typeof reasoning === 'string' && reasoning !== '') parts.push({ type: 'reasoning', content: reasoning })
  parts.push(...toParts(isUsableContent(answer) ? answer : isUsableContent(object) ? printed(object) : undefined))
  if (isUsableContent(calls)) for (const call of toolCallsIn(calls)) parts.push({ type: 'tool_call', ...call })
  return parts.length === 0 ? undefined : [message('assistant', parts)]
}

function printed(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
