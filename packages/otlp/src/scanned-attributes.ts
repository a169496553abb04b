import { isUtf8 } from 'node:buffer'
import type { Attributes, AttributeValue } from '@pyflare/domain'
import { type ScannedSpan, ValueType } from './scanned-span.ts'

/** Shorter texts are looked through here: a call out of JavaScript takes longer. */
const SHORT_TEXT = 32

/**
 * The attributes of spans that all have the same keys, decoded when they are asked for. `use` takes the next span. Where something cannot be
 * decoded as it is, `isBroken` is set and what was read means nothing.
 */
export class ScannedAttributes implements Attributes {
  isBroken = false
  readonly #places: ReadonlyMap<string, number>
  readonly #values: (AttributeValue | undefined)[]
  #span: ScannedSpan | undefined

  constructor(keys: readonly string[]) {
    this.#places = new Map(keys.map((key, place) => [key, place]))
    this.#values = keys.map(() => undefined)
  }

  use(span: ScannedSpan): void {
    this.#span = span
    this.#values.fill(undefined)
    this.isBroken = false
  }

  get size(): number {
    return this.#places.size
  }

  has(key: string): boolean {
    return this.#places.has(key)
  }

  get(key: string): AttributeValue | undefined {
    const place = this.#places.get(key)
    return place === undefined ? undefined : this.at(place)
  }

  /** The value at a place among the span's attributes. */
  at(place: number): AttributeValue {
    const known = this.#values[place]
    if (known !== undefined) return known
    const span = this.#span
    const [type = 0, start = 0, end = 0] = [span?.types[place], span?.valueAt[place], span?.valueEnd[place]]
    const value = span === undefined ? undefined : decode(span.bytes, type, start, end)
    if (value === undefined) this.isBroken = true
    this.#values[place] = value
    return value ?? ''
  }

  keys() {
    return this.#places.keys() as MapIterator<string>
  }

  *entries(): MapIterator<[string, AttributeValue]> {
    for (const [key, place] of this.#places) yield [key, this.at(place)]
  }

  *values(): MapIterator<AttributeValue> {
    for (const place of this.#places.values()) yield this.at(place)
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  forEach(each: (value: AttributeValue, key: string, map: Attributes) => void): void {
    for (const [key, value] of this) each(value, key, this)
  }
}

/** A value as `attributesOf` makes it; undefined where that would have to repair or cut something. */
function decode(bytes: Buffer, type: number, start: number, end: number): AttributeValue | undefined {
  switch (type) {
    case ValueType.string:
      return isText(bytes, start, end) ? bytes.toString('utf8', start, end) : undefined
    case ValueType.boolean:
      return bytes[start] === 1
    case ValueType.integer:
      return integerAt(bytes, start, end)
    case ValueType.double:
      return bytes.readDoubleLE(start)
    case ValueType.bytes:
      return bytes.subarray(start, end)
    default:
      return listAt(bytes, start, end)
  }
}

/** Whether bytes are a text, whole and as it should be. */
export function isText(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > SHORT_TEXT) return isUtf8(bytes.subarray(start, end))
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7f) return isUtf8(bytes.subarray(start, end))
  return true
}

function integerAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = end - 1; at >= start; at--) value = value * 128 + ((bytes[at] ?? 0) & 0x7f)
  return value
}

const MAX_LIST_BYTES = 512

/** A short list of texts: `repeated AnyValue values = 1`, each with its `string_value = 1`. */
function listAt(bytes: Buffer, start: number, end: number): AttributeValue | undefined {
  const list: string[] = []
  let at = start
  if (end - start > MAX_LIST_BYTES) return undefined
  while (at < end) {
    const [tag, length = 0, inner, size = 0] = bytes.subarray(at, at + 4)
    const from = at + 4
    if (tag !== 0x0a || inner !== 0x0a || length > 0x7f || size !== length - 2 || from + size > end) return undefined
    if (!isText(bytes, from, from + size) || bytes[from] === 0xef) return undefined
    list.push(bytes.toString('utf8', from, from + size))
    at = from + size
  }
  return list
}
