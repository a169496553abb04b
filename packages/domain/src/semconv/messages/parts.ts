import { field, isObject, type Json, type JsonObject, printJson, structureOf, textField } from '../json.ts'
import { type Part, text } from './message.ts'

/** A list longer than this is no message. */
const MAX_PARTS = 10_000

/** The parts that any library's content stands for: text, a list of blocks, one block. Unknown blocks are kept as they are. */
export function toParts(content: Json | undefined): Part[] {
  if (content === undefined || content === null || content === '') return []
  if (typeof content === 'string') return [text(content)]
  if (Array.isArray(content)) return content.slice(0, MAX_PARTS).flatMap((block) => toParts(block))
  return isObject(content) ? [toPart(content)] : [text(String(content))]
}

export function toolCall(id: Json | undefined, name: Json | undefined, args: Json | undefined): Part {
  const part: Part = { type: 'tool_call' }
  if (typeof id === 'string' && id !== '') part.id = id
  part.name = typeof name === 'string' ? name : ''
  part.arguments = argumentsOf(args)
  return part
}

export function toolResponse(id: Json | undefined, response: Json | undefined): Part {
  const part: Part = { type: 'tool_call_response' }
  if (typeof id === 'string' && id !== '') part.id = id
  part.response = response ?? null
  return part
}

/** Arguments as the object they are; text that is no object stays text. */
export function argumentsOf(args: Json | undefined): Json {
  if (typeof args === 'string') return structureOf(args) ?? args
  return args ?? {}
}

function toPart(block: JsonObject): Part {
  const type = textField(block, 'type')
  const byType = Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]?.(block) : undefined
  if (byType !== undefined) return byType
  for (const [key, convert] of BY_KEY) {
    const inner = type === '' ? field(block, key) : undefined
    if (inner !== undefined && inner !== null) return convert(inner, block)
  }
  return { ...block, type: type === '' ? 'unknown' : type }
}

type FromBlock = (block: JsonObject) => Part

const plainText: FromBlock = (block) => text(firstText(block, 'text', 'content'))
const reasoning: FromBlock = (block) => ({
  type: 'reasoning',
  content:
    firstText(block, 'content', 'thinking', 'text', 'reasoning') ||
    joinTexts(field(block, 'summary')) ||
    joinTexts(field(block, 'content')),
})
const call: FromBlock = (block) => {
  const inner = field(block, 'function')
  const named = isObject(inner) ? inner : block
  return toolCall(
    field(block, 'call_id') ?? field(block, 'id') ?? field(block, 'toolCallId') ?? field(block, 'tool_call_id'),
    field(named, 'name') ?? field(block, 'toolName'),
    field(named, 'arguments') ?? field(block, 'input') ?? field(block, 'args'),
  )
}
const response: FromBlock = (block) =>
  toolResponse(
    field(block, 'id') ?? field(block, 'tool_use_id') ?? field(block, 'toolCallId') ?? field(block, 'call_id'),
    contentOf(field(block, 'response') ?? field(block, 'result') ?? field(block, 'output') ?? field(block, 'content')),
  )
const functionOutput: FromBlock = (block) =>
  toolResponse(field(block, 'call_id') ?? field(block, 'id'), contentOf(field(block, 'output')))

/** By the block's `type`: OpenTelemetry, OpenAI chat and Responses, Anthropic, AI SDK. */
const BY_TYPE: Readonly<Record<string, FromBlock>> = {
  text: plainText,
  input_text: plainText,
  output_text: plainText,
  summary_text: plainText,
  reasoning,
  thinking: reasoning,
  tool_call: call,
  'tool-call': call,
  tool_use: call,
  function_call: call,
  function: call,
  tool_call_response: response,
  tool_result: response,
  'tool-result': response,
  function_call_output: functionOutput,
  image_url: (block) => media('image', urlIn(field(block, 'image_url')), field(block, 'mime_type')),
  input_image: (block) => media('image', urlIn(field(block, 'image_url')), undefined, field(block, 'file_id')),
  image: (block) => sourced('image', block),
  document: (block) => sourced('document', block),
  input_audio: (block) => {
    const audio = field(block, 'input_audio')
    const format = textField(audio, 'format')
    return blob('audio', textField(audio, 'data'), format === '' ? undefined : `audio/${format}`)
  },
  file: (block) => sourced('document', block),
  input_file: (block) => sourced('document', block),
}

/** By the one key that such blocks have: Gemini, Bedrock, Genkit, Haystack. */
const BY_KEY: readonly (readonly [string, (inner: Json, block: JsonObject) => Part])[] = [
  [
    'text',
    (inner, block) =>
      field(block, 'thought') === true || textField(block, 'kind') === 'thinking'
        ? { type: 'reasoning', content: printJson(inner) }
        : text(printJson(inner)),
  ],
  ['functionCall', (inner) => toolCall(field(inner, 'id'), field(inner, 'name'), field(inner, 'args'))],
  [
    'function_call',
    (inner) => toolCall(field(inner, 'id'), field(inner, 'name'), field(inner, 'args') ?? field(inner, 'arguments')),
  ],
  ['functionResponse', (inner) => toolResponse(field(inner, 'id'), field(inner, 'response'))],
  ['function_response', (inner) => toolResponse(field(inner, 'id'), field(inner, 'response'))],
  [
    'tool_call',
    (inner) =>
      toolCall(field(inner, 'id'), field(inner, 'tool_name') ?? field(inner, 'name'), field(inner, 'arguments')),
  ],
  ['tool_call_result', (inner) => toolResponse(field(field(inner, 'origin'), 'id'), contentOf(field(inner, 'result')))],
  ['toolUse', (inner) => toolCall(field(inner, 'toolUseId'), field(inner, 'name'), field(inner, 'input'))],
  ['toolResult', (inner) => toolResponse(field(inner, 'toolUseId'), contentOf(field(inner, 'content')))],
  ['toolRequest', (inner) => toolCall(field(inner, 'ref'), field(inner, 'name'), field(inner, 'input'))],
  ['toolResponse', (inner) => toolResponse(field(inner, 'ref'), field(inner, 'output'))],
  ['reasoningContent', (inner) => ({ type: 'reasoning', content: textField(field(inner, 'reasoningText'), 'text') })],
  ['reasoning', (inner) => ({ type: 'reasoning', content: printJson(inner) })],
  ['inlineData', (inner) => blob('image', textField(inner, 'data'), textField(inner, 'mimeType'))],
  ['inline_data', (inner) => blob('image', textField(inner, 'data'), textField(inner, 'mime_type'))],
  ['content', (inner) => (typeof inner === 'string' ? text(inner) : { type: 'unknown', content: inner })],
]

/** Tool results that are blocks of text are that text; others stay as they are. */
function contentOf(value: Json | undefined): Json | undefined {
  if (isObject(value) && textField(value, 'type') !== '' && Object.hasOwn(value, 'value')) return field(value, 'value')
  if (!Array.isArray(value) || value.length === 0) return value
  const texts = value.map((block) =>
    isObject(block) && Object.hasOwn(block, 'text') ? field(block, 'text') : undefined,
  )
  return texts.every((entry) => typeof entry === 'string') ? texts.join('\n') : value
}

/** The texts in a list of texts or of blocks with text. */
export function joinTexts(value: Json | undefined): string {
  if (!Array.isArray(value)) return ''
  return value
    .map((entry) => (typeof entry === 'string' ? entry : textField(entry, 'text')))
    .filter((entry) => entry !== '')
    .join('\n')
}

function firstText(block: JsonObject, ...keys: string[]): string {
  for (const key of keys) {
    const found = field(block, key)
    if (typeof found === 'string') return found
    const value = textField(found, 'value')
    if (value !== '') return value
  }
  return ''
}

function urlIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : textField(value, 'url')
}

/** Anthropic's and AI SDK's media: base64, a URL or a file's id, in the block or in its `source`. */
function sourced(modality: string, block: JsonObject): Part {
  const source = isObject(field(block, 'source'))
    ? field(block, 'source')
    : isObject(field(block, 'file'))
      ? field(block, 'file')
      : block
  const mime = firstText(source as JsonObject, 'media_type', 'mime_type', 'mediaType', 'mimeType')
  const data = firstText(source as JsonObject, 'data', 'bytes', 'file_data', 'image')
  const url = firstText(source as JsonObject, 'url', 'uri', 'file_url')
  if (data !== '' && !/^https?:/.test(data))
    return media(modality, data.startsWith('data:') ? data : '', mime, undefined, data)
  return media(modality, url || data, mime, field(source, 'file_id'))
}

function media(modality: string, url: string, mime?: Json, fileId?: Json, data?: string): Part {
  const type = typeof mime === 'string' && mime !== '' ? mime : undefined
  const inline = /^data:([^;,]*)(?:;base64)?,/.exec(url)
  if (inline !== null) return blob(modality, url.slice(inline[0].length), inline[1] || type)
  if (data !== undefined) return blob(modality, data, type)
  const part: Part =
    url === '' && typeof fileId === 'string'
      ? { type: 'file', modality, file_id: fileId }
      : { type: 'uri', modality, uri: url }
  if (type !== undefined) part.mime_type = type
  return part
}

function blob(modality: string, content: string, mime?: string): Part {
  const kind = mime?.split('/', 1)[0] ?? ''
  const part: Part = { type: 'blob', modality: ['image', 'audio', 'video'].includes(kind) ? kind : modality, content }
  if (mime !== undefined && mime !== '') part.mime_type = mime
  return part
}
