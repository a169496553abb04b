import { hash } from 'node:crypto'
import type { Attributes } from '../telemetry/attribute.ts'
import type { SpanEvent } from '../telemetry/raw-span.ts'
import type { SpanColumns } from '../telemetry/span-columns.ts'
import { type CompiledCandidate, compileCandidates } from './column-rule.ts'
import { type Json, type JsonObject, printJson, structureOf } from './json.ts'
import { type ContentLimits, limitMessages, limitText } from './limit-content.ts'
import { isMessageEvent } from './messages/event-messages.ts'
import { type Message, type Part, textOfParts } from './messages/message.ts'
import { toParts } from './messages/parts.ts'
import { cutPreview, previewOfInput, previewOfOutput, textOfMessages } from './messages/preview.ts'
import { toolCallsIn, toolCallsOf, toolDefinitionsIn, withCallIds } from './messages/tool-calls.ts'
import type { ContentColumn as Held, MovedContent } from './moved-content.ts'
import { holds, type PickContext, pickFirst } from './pick.ts'
import { type FoundMessages, keysOfMessages, readMessages } from './read-messages.ts'
import type { Source } from './source.ts'
import {
  INPUT_CANDIDATES,
  LATE_SYSTEM_CANDIDATES,
  OUTPUT_CANDIDATES,
  SYSTEM_CANDIDATES,
  TOOL_CALL_CANDIDATES,
  TOOL_DEFINITION_CANDIDATES,
  TRUNCATION_KEYS,
} from './tables/content.ts'
import { transform } from './transforms.ts'
import { isUsable, isUsableContent, REDACTED } from './usable.ts'

const INPUT = compileCandidates(INPUT_CANDIDATES, 'content')
const OUTPUT = compileCandidates(OUTPUT_CANDIDATES, 'content')
const SYSTEM = compileCandidates(SYSTEM_CANDIDATES, 'content')
const LATE_SYSTEM = compileCandidates(LATE_SYSTEM_CANDIDATES, 'content')
const DEFINITIONS = compileCandidates(TOOL_DEFINITION_CANDIDATES, 'json')
const CALLS = compileCandidates(TOOL_CALL_CANDIDATES, 'json')
const CALL_IDS = compileCandidates(['gen_ai.tool.call.id'], 'tags')

type ContentColumn =
  | 'input'
  | 'output'
  | 'inputMessages'
  | 'outputMessages'
  | 'systemInstructions'
  | 'inputPreview'
  | 'outputPreview'
  | 'inputHash'
  | 'toolDefinitions'
  | 'toolCalls'
  | 'contentTruncated'

export interface Content {
  columns: Pick<SpanColumns, ContentColumn>
  /** Why the answer ended, where one of its messages says so. */
  saidFinish: string | undefined
  /** Whether the content of an attribute of an event is in the columns now. */
  isMovedFromEvent: (event: SpanEvent, key: string) => boolean
}

/**
 * What went in and what came out (4.3). `documents` is what a retrieval found, its output. What leaves the attributes is told to
 * `moved`.
 */
export function readContent(
  context: PickContext,
  limits: ContentLimits,
  documents: string,
  moved: MovedContent,
): Content {
  const input = readMessages(context, 'input')
  const talks = context.kind === 'chat' || context.kind === 'completion'
  const output = talks ? withOwnIds(context, readMessages(context, 'output')) : readMessages(context, 'output')
  const inputValue = talks && input !== undefined ? undefined : pickContent(context, INPUT, 'input', moved)
  const outputValue = talks && output !== undefined ? undefined : pickContent(context, OUTPUT, 'output', moved)
  moveMessages(context, input, 'inputMessages', moved)
  moveMessages(context, output, 'outputMessages', moved)
  const system = systemOf(context, input?.messages ?? [], moved)
  const definitions = pickList(context, DEFINITIONS, toolDefinitionsIn, 'toolDefinitions', moved)
  const called = toolCallsOf(output?.messages ?? [])
  const calls = called.length > 0 ? called : pickList(context, CALLS, toolCallsIn, 'toolCalls', moved)
  const sides = {
    input: sideColumns(input?.messages ?? [], inputValue, talks, limits, previewOfInput),
    output: sideColumns(
      output?.messages ?? [],
      outputValue ?? (documents === '' ? undefined : documents),
      talks,
      limits,
      previewOfOutput,
    ),
  }
  return {
    columns: {
      input: sides.input.value,
      output: sides.output.value,
      inputMessages: sides.input.messages,
      outputMessages: sides.output.messages,
      systemInstructions: limitText(system, limits.maxCharacters),
      inputPreview: sides.input.preview,
      outputPreview: sides.output.preview,
      inputHash: hashOf(input?.messages, sides.input.whole),
      toolDefinitions: listText(definitions, limits),
      toolCalls: listText(calls, limits),
      contentTruncated: sides.input.cut || sides.output.cut || TRUNCATION_KEYS.some((key) => context.reader.has(key)),
    },
    saidFinish: output?.messages.find(({ finish_reason: reason }) => reason)?.finish_reason,
    isMovedFromEvent: (event, key) => [input, output].some((found) => isFromEvent(found?.candidate.source, event, key)),
  }
}

interface Side {
  value: string
  /** The value before it was cut. */
  whole: string
  messages: string
  preview: string
  cut: boolean
}

/** One side's columns out of its messages and its value. */
export function sideColumns(
  messages: readonly Message[],
  value: string | undefined,
  talks: boolean,
  limits: ContentLimits,
  previewOf: (messages: readonly Message[]) => string,
): Side {
  const all = messages.length === 0 ? '' : JSON.stringify(messages)
  const isLong = all.length > limits.maxCharacters
  const printed = isLong ? JSON.stringify(limitMessages(messages, limits.maxCharacters)) : all
  const isTalk = talks && messages.length > 0
  const whole = isTalk ? printed : (value ?? textOfMessages(messages))
  const shown = isTalk ? printed : limitText(whole, limits.maxCharacters)
  const preview = (messages.length > 0 ? previewOf(messages) : '') || cutPreview(whole)
  return { value: shown, whole, messages: printed, preview, cut: isLong || shown !== whole }
}

/** The first 128 bits of SHA-256 over the input; ids of calls, which differ with each run, are left out. */
export function hashOf(messages: readonly Message[] | undefined, whole: string): string {
  if (whole === '' && messages === undefined) return ''
  const canonical =
    messages === undefined ? whole : JSON.stringify(messages.map(({ role, parts }) => [role, parts.map(withoutId)]))
  return hash('sha256', canonical, 'hex').slice(0, 32)
}

function withoutId(part: Part): Part {
  return Object.hasOwn(part, 'id') ? ({ ...part, id: undefined } as unknown as Part) : part
}

/** The instructions among messages: the first that the system gave. */
export function systemAmong(messages: readonly Message[]): string {
  const first = messages.find(({ role, parts }) => role === 'system' && parts.length > 0)
  return first === undefined ? '' : textOfParts(first.parts)
}

/** Instructions are text, or parts whose text counts. */
export function instructionsIn(value: Json): string {
  const structure = structureOf(value)
  return structure === undefined ? printJson(value) : textOfParts(toParts(structure)) || printJson(value)
}

function systemOf(context: PickContext, messages: readonly Message[], moved: MovedContent): string {
  const column = 'systemInstructions'
  for (const { source } of SYSTEM) {
    const value = context.reader.kept(column, source) ?? context.reader.read(source)
    if (!isUsableContent(value)) continue
    const keys = take(context, column, source, moved)
    moved.move(keys)
    return instructionsIn(value)
  }
  const said = systemAmong(messages)
  if (said !== '') {
    context.recorder?.why(column, 'The first message of the system, among the input messages.')
    return said
  }
  for (const { source, when } of context.reader.keys.among(LATE_SYSTEM)) {
    if (!context.reader.mayHave(source) || !holds(context, when)) continue
    const value = context.reader.kept(column, source) ?? context.reader.read(source)
    if (!isUsableContent(value)) continue
    take(context, column, source, moved)
    return instructionsIn(value)
  }
  return ''
}

/** Google's ADK writes `N/A` and the like where it has nothing to say; in other words, a tool may have said just that. */
function isPlaceholder({ key }: Source, raw: Json): boolean {
  return key.startsWith('gcp.vertex.agent.') && !isUsable(raw)
}

function pickContent(
  context: PickContext,
  candidates: typeof INPUT,
  column: Held,
  moved: MovedContent,
): string | undefined {
  for (const candidate of context.reader.keys.among(candidates)) {
    if (!context.reader.mayHave(candidate.source) || !holds(context, candidate.when)) continue
    const kept = context.reader.kept(column, candidate.source)
    const raw = kept ?? context.reader.read(candidate.source)
    if (!isUsableContent(raw) || isPlaceholder(candidate.source, raw)) continue
    const value = kept ?? transform(candidate.as, raw, context.times)
    if (typeof value !== 'string' || value === '') continue
    const keys = take(context, column, candidate.source, moved)
    if (!candidate.keep && candidate.source.path.length === 0) moved.move(keys.filter((key) => isMoved(candidate, key)))
    return value
  }
  return undefined
}

/** Vectors stay where they are when the texts that they stand for move. */
function isMoved(candidate: CompiledCandidate, key: string): boolean {
  return candidate.as !== 'texts' || /\.(text|content)$/.test(key)
}

/** Says where a column's content comes from. */
function take(context: PickContext, column: Held, source: Source, moved: MovedContent): readonly string[] {
  const keys = keysOfMessages(context, source)
  moved.take(column, source, keys)
  context.recorder?.from(column, source, context.reader.kept(column, source) ?? context.reader.read(source))
  return keys
}

function pickList(
  context: PickContext,
  candidates: typeof DEFINITIONS,
  read: (value: Json) => JsonObject[],
  column: 'toolDefinitions' | 'toolCalls',
  moved: MovedContent,
): JsonObject[] {
  for (const { source } of context.reader.keys.among(candidates)) {
    if (!context.reader.mayHave(source)) continue
    const kept = context.reader.kept(column, source)
    const value = kept ?? context.reader.read(source)
    const list = isUsableContent(value) ? read(value) : []
    if (list.length === 0) continue
    const keys = take(context, column, source, moved)
    if (column === 'toolDefinitions' && source.path.length === 0) moved.move(keys)
    return list
  }
  return []
}

/** A model's span that names a tool's call tells of the calls in its answer. */
function withOwnIds(context: PickContext, found: FoundMessages | undefined): FoundMessages | undefined {
  const ids = found === undefined ? undefined : pickFirst(context, CALL_IDS)?.value
  return found === undefined || !Array.isArray(ids) ? found : { ...found, messages: withCallIds(found.messages, ids) }
}

function moveMessages(context: PickContext, found: FoundMessages | undefined, column: Held, moved: MovedContent): void {
  if (found === undefined) return
  const keys = take(context, column, found.candidate.source, moved)
  if (found.candidate.source.path.length === 0) moved.move(keys)
}

/** What message events carry. */
const EVENT_CONTENT: ReadonlySet<string> = new Set(['content', 'message', 'tool_calls', 'gen_ai.event.content'])

function isFromEvent(source: Source | undefined, event: SpanEvent, key: string): boolean {
  if (source?.from === 'event') return source.event === event.name && source.key === key
  return source?.from === 'events' && isMessageEvent(event.name) && EVENT_CONTENT.has(key)
}

function listText(list: readonly JsonObject[], limits: ContentLimits): string {
  return list.length === 0 ? '' : limitText(JSON.stringify(list), limits.maxCharacters)
}

/** Whether a client left content out by its own settings. */
export function isRedacted(attributes: Attributes): boolean {
  for (const value of attributes.values()) if (value === REDACTED) return true
  return false
}
