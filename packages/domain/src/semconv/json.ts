import type { AttributeValue } from '../telemetry/attribute.ts'
import { jsonStringEnd } from './json-string-end.ts'

/** A decoded structure. Objects come from clients: read them with `field`, which sees nothing of a prototype. */
export type Json = string | number | boolean | null | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

/** Deeper text stays text: whoever walks or prints a structure may then recurse without fear for the stack. */
const MAX_DEPTH = 64
/** As long as a request may be. Longer text stays text. */
const MAX_LENGTH = 16 * 1024 * 1024
/**
 * Text of more values stays text, for each takes some tens of bytes once it is parsed, however short it is written. A text of 1 MiB can't
 * hold more; longer ones of real clients are long because of a few long strings.
 */
const MAX_VALUES = 1024 * 1024

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function field(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The text at a key, '' when there is none. */
export function textField(value: Json | undefined, key: string): string {
  const found = field(value, key)
  return typeof found === 'string' ? found : ''
}

/** The list at a key, empty when there is none. */
export function listField(value: Json | undefined, key: string): Json[] {
  const found = field(value, key)
  return Array.isArray(found) ? found : []
}

/** The structure that a text stands for, decoded once; undefined when it is not one or passes the limits. */
export function parseStructure(text: string): Json[] | JsonObject | undefined {
  const value = parseBounded(text, '[{')
  return typeof value === 'object' && value !== null ? value : undefined
}

/**
 * The structure in a value: as it is, or the JSON in a text, decoded at most twice (some libraries print JSON into JSON).
 * Undefined for scalars and for text that is no structure.
 */
export function structureOf(value: Json | undefined): Json[] | JsonObject | undefined {
  if (typeof value === 'object') return value ?? undefined
  if (typeof value !== 'string') return undefined
  const once = parseBounded(value, '[{"')
  if (typeof once === 'string') return parseStructure(once)
  return typeof once === 'object' && once !== null ? once : undefined
}

/** Text without the JSON quotes that some libraries (MLflow) put around every value. */
export function unquote(text: string): string {
  const decoded = text.length > 1 && text.endsWith('"') ? parseBounded(text, '"') : undefined
  return typeof decoded === 'string' ? decoded : text
}

/** An attribute as JSON: maps become objects without prototype, bytes base64 text. */
export function jsonOf(value: AttributeValue, depth = 0): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object') return value
  if (depth >= MAX_DEPTH) return '[nested too deeply]'
  if (value instanceof Uint8Array) return base64(value)
  if (value instanceof Map) {
    const object: JsonObject = Object.create(null)
    for (const [key, entry] of value as ReadonlyMap<string, AttributeValue>) object[key] = jsonOf(entry, depth + 1)
    return object
  }
  return (value as readonly AttributeValue[]).map((entry) => jsonOf(entry, depth + 1))
}

/** Text as it is, anything else as JSON without white space. */
export function printJson(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

function parseBounded(text: string, openings: string): Json | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const start = text.search(/\S/)
  if (start < 0 || !openings.includes(text.charAt(start)) || isTooDeep(text) || hasTooManyValues(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Text with no more brackets than may be nested needs no closer look, and most has so few. */
function isTooDeep(text: string): boolean {
  let brackets = 0
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at >= 0 && brackets <= MAX_DEPTH; at = text.indexOf(bracket, at + 1))
      brackets++
  }
  return brackets > MAX_DEPTH && shapeOf(text).depth > MAX_DEPTH
}

/** Whether JSON holds so many values that it is not worth the memory to parse it. */
export function hasTooManyValues(text: string): boolean {
  return text.length > MAX_VALUES && shapeOf(text).values > MAX_VALUES
}

/** How deep brackets nest outside of quotes, and how many values there are. Wrong for text that is not JSON, which fails to parse anyway. */
function shapeOf(text: string): { depth: number; values: number } {
  let depth = 0
  let deepest = 0
  let values = 1
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = jsonStringEnd(text, at) - 1
    else if (code === COMMA) values += 1
    else if (code === 0x5b || code === 0x7b) {
      deepest = Math.max(deepest, ++depth)
      values += 1
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
  return { depth: deepest, values }
}

const QUOTE = 0x22
const COMMA = 0x2c
