import type { Json, JsonObject } from './json.ts'
import type { Message, Part } from './messages/message.ts'

export interface ContentLimits {
  /** Characters (UTF-16 units) that one side of a span, input or output, may take. */
  maxCharacters: number
}

export const DEFAULT_LIMITS: ContentLimits = { maxCharacters: 256 * 1024 }
/** Shorter texts are left alone while longer ones are cut. */
const MIN_TEXT = 256
/** What a message takes whatever is cut from it: so many that none can be kept whole are not cut again and again. */
const EMPTY_MESSAGE = 26

/** What stands in the middle of a text that was cut. */
const MARK = /\n\[… (\d{1,12}) characters left out …\]\n/

/** Head and tail of a text that is too long, with what was left out said between them. What was cut before says all that is left out. */
export function limitText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  const earlier = MARK.exec(text)
  const before = earlier === null ? 0 : Number(earlier[1]) - earlier[0].length
  const half = Math.max(0, Math.floor((maxCharacters - markOf(text.length + before).length) / 2))
  return safeHead(text, half) + markOf(text.length - 2 * half + before) + safeTail(text, half)
}

function markOf(characters: number): string {
  return `\n${leftOut(characters)}\n`
}

/** What stands in the place of what was left out. */
export function leftOut(characters: number): string {
  return `[… ${characters} characters left out …]`
}

/**
 * Messages within a limit: long texts are cut first, the longest most, and only then messages in the middle left out, so
 * that the JSON stays whole.
 */
export function limitMessages(messages: readonly Message[], maxCharacters: number): Message[] {
  const isHopeless = messages.length * EMPTY_MESSAGE > maxCharacters
  for (let cap = Math.floor(maxCharacters / 2); cap >= MIN_TEXT && !isHopeless; cap = Math.floor(cap / 2)) {
    const cut = messages.map((entry) => ({ ...entry, parts: entry.parts.map((part) => limitPart(part, cap)) }))
    if (JSON.stringify(cut).length <= maxCharacters) return cut
  }
  const short = messages.map((entry) => ({
    ...entry,
    parts: entry.parts.slice(0, 20).map((part) => limitPart(part, MIN_TEXT)),
  }))
  return withoutMiddle(short, maxCharacters)
}

function withoutMiddle(messages: readonly Message[], maxCharacters: number): Message[] {
  const kept = new Set<number>()
  let size = 0
  for (let step = 0; step < messages.length; step += 1) {
    const at = step % 2 === 0 ? messages.length - 1 - step / 2 : (step - 1) / 2
    size += JSON.stringify(messages[at]).length + 1
    if (size > maxCharacters) break
    kept.add(at)
  }
  return messages.filter((_, at) => kept.has(at))
}

/** A part of an image shows nothing, and would take the room of what can be read. */
function limitPart(part: Part, cap: number): Part {
  const { content } = part
  const isLongBlob = part.type === 'blob' && typeof content === 'string' && content.length > cap
  return limitStrings(isLongBlob ? { ...part, content: leftOut(content.length) } : part, cap) as Part
}

function limitStrings(value: Json, cap: number): Json {
  if (typeof value === 'string') return limitText(value, cap)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((entry) => limitStrings(entry, cap))
  const object: JsonObject = Object.create(null)
  for (const [key, entry] of Object.entries(value)) object[key] = limitStrings(entry, cap)
  return object
}

/** A cut between the halves of a surrogate pair would leave broken characters. */
function safeHead(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

function safeTail(text: string, length: number): string {
  if (length === 0) return ''
  const first = text.charCodeAt(text.length - length)
  return text.slice(first >= 0xdc00 && first <= 0xdfff ? text.length - length + 1 : text.length - length)
}
