import type { Attributes } from '../telemetry/attribute.ts'
import { type Json, type JsonObject, jsonOf } from './json.ts'

const MAX_INDEX = 999
const MAX_KEYS = 20_000
const MAX_SEGMENTS = 12
/** Names that mean something to JavaScript itself. */
const REFUSED = new Set(['__proto__', 'prototype', 'constructor'])
const POSITION = /^\d+$/

/** The flattened lists among attributes: keys by what stands before their first position. */
export type FlattenedKeys = ReadonlyMap<string, readonly string[]>

/** Finds `prefix.<i>.rest` keys in one pass; what stands before the first position names the list. */
export function findFlattened(attributes: Attributes): FlattenedKeys {
  const found = new Map<string, string[]>()
  let count = 0
  for (const key of attributes.keys()) {
    const prefix = /^(.+?)\.\d+(?:\.|$)/.exec(key)?.[1]
    if (prefix === undefined) continue
    count += 1
    if (count > MAX_KEYS) break
    const keys = found.get(prefix)
    if (keys === undefined) found.set(prefix, [key])
    else keys.push(key)
  }
  return found
}

/**
 * The list that flattened attributes spell out: `prefix.0.message.role` becomes `[{message: {role}}]`. Positions that are
 * missing are closed up, in order; positions over 999, keys nested over 12 deep and names of JavaScript's own are left out.
 */
export function unflatten(attributes: Attributes, prefix: string, keys: readonly string[]): Json[] {
  const tree: JsonObject = Object.create(null)
  for (const key of keys) {
    const segments = key.slice(prefix.length + 1).split('.')
    const value = attributes.get(key)
    if (value !== undefined && segments.length <= MAX_SEGMENTS && segments.every(allowed)) {
      plant(tree, segments, jsonOf(value))
    }
  }
  const list = compact(tree)
  return Array.isArray(list) ? list : []
}

/** The object that the attributes under a prefix make, one level deep: `prefix.a.b` becomes `{'a.b': …}`. */
export function underPrefix(attributes: Attributes, prefix: string): JsonObject | undefined {
  let object: JsonObject | undefined
  let count = 0
  for (const key of attributes.keys()) {
    if (!key.startsWith(prefix) || key.charAt(prefix.length) !== '.') continue
    const value = attributes.get(key)
    if (value === undefined) continue
    count += 1
    if (count > MAX_KEYS) break
    object ??= Object.create(null) as JsonObject
    object[key.slice(prefix.length + 1)] = jsonOf(value)
  }
  return object
}

function allowed(segment: string): boolean {
  return POSITION.test(segment) ? segment.length <= 3 && Number(segment) <= MAX_INDEX : !REFUSED.has(segment)
}

function plant(tree: JsonObject, segments: readonly string[], value: Json): void {
  let node = tree
  for (const segment of segments.slice(0, -1)) {
    const next = node[segment]
    if (typeof next === 'object' && next !== null && !Array.isArray(next)) node = next
    else {
      const made: JsonObject = Object.create(null)
      node[segment] = made
      node = made
    }
  }
  const last = segments.at(-1)
  if (last !== undefined && node[last] === undefined) node[last] = value
}

/** Objects whose every key is a position become lists. */
function compact(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length > 0 && keys.every((key) => POSITION.test(key))) {
    return keys.sort((left, right) => Number(left) - Number(right)).map((key) => compact(value[key] ?? null))
  }
  const object: JsonObject = Object.create(null)
  for (const key of keys) object[key] = compact(value[key] ?? null)
  return object
}
