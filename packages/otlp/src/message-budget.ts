import type { DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { PyflareError } from '@pyflare/observe'

/**
 * How many messages (spans, attributes, values, …) a request may hold. Empty ones take two bytes on the wire and hundreds in
 * memory: without this bound a body of 16 MiB could be made to fill gigabytes. Real requests of 16 MiB hold about a million.
 */
const MAX_MESSAGES = 2_000_000
/** Spans, log records, metrics and groups of them, and what is as large: events and links. */
const MAX_ITEMS = 100_000
const ITEM_TYPES = new Set([
  'opentelemetry.proto.trace.v1.Span',
  'opentelemetry.proto.logs.v1.LogRecord',
  'opentelemetry.proto.metrics.v1.Metric',
  'opentelemetry.proto.trace.v1.Span.Event',
  'opentelemetry.proto.trace.v1.Span.Link',
])
/** How deep messages may nest. Values far above it are cut later; deeper ones are refused before the stack ends. */
export const MAX_MESSAGE_DEPTH = 1000

/** Counts the messages of one request, before they are made. Throws `payload_too_large` where there are too many. */
export class MessageBudget {
  #messages = 0
  #items = 0

  /** Counts one more item or group. */
  takeItem(): void {
    this.#items += 1
    if (this.#items > MAX_ITEMS) throw tooMany(`${MAX_ITEMS} spans, log records, metrics and groups of them`)
  }

  /** Counts an encoded message and those in it. Throws what a torn one makes the reader throw. */
  takeEncoded(schema: DescMessage, bytes: Uint8Array): number {
    const before = this.#messages
    this.#message(new BinaryReader(bytes), schema, bytes.length, 0)
    return this.#messages - before
  }

  /** Counts an item that holds so many messages, itself among them. */
  takeCounted(messages: number): void {
    this.takeItem()
    this.#messages += messages
    if (this.#messages > MAX_MESSAGES) throw tooMany(`${MAX_MESSAGES} messages`)
  }

  /** Counts a JSON value that is parsed already: its objects and lists are the messages. */
  takeJson(value: unknown): number {
    const before = this.#messages
    const open: unknown[] = [value]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next !== 'object' || next === null) continue
      this.#takeOne()
      for (const inner of Object.values(next)) if (typeof inner === 'object') open.push(inner)
    }
    return this.#messages - before
  }

  #takeOne(): void {
    this.#messages += 1
    if (this.#messages > MAX_MESSAGES) throw tooMany(`${MAX_MESSAGES} messages`)
  }

  #message(reader: BinaryReader, schema: DescMessage, end: number, depth: number): void {
    this.#takeOne()
    if (ITEM_TYPES.has(schema.typeName)) this.takeItem()
    if (depth > MAX_MESSAGE_DEPTH) throw new RangeError('it is nested too deep')
    const nested = nestedOf(schema)
    while (reader.pos < end) {
      const [field, wireType] = reader.tag()
      const inner = wireType === WireType.LengthDelimited ? nested.get(field) : undefined
      if (inner === undefined) {
        reader.skip(wireType, field)
        continue
      }
      const length = reader.uint32()
      if (reader.pos + length > end) throw new RangeError('premature end')
      this.#message(reader, inner, reader.pos + length, depth + 1)
    }
  }
}

const [QUOTE, BACKSLASH, BRACE, BRACKET] = [0x22, 0x5c, 0x7b, 0x5b]

/** Counts the objects and lists of JSON text before it is parsed. Throws `payload_too_large` where there are too many. */
export function checkJsonBudget(json: Uint8Array): void {
  // Each takes two bytes at least.
  if (json.length < 2 * MAX_MESSAGES) return
  let count = 0
  let isQuoted = false
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]
    if (isQuoted) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) isQuoted = false
    } else if (byte === QUOTE) isQuoted = true
    else if ((byte === BRACE || byte === BRACKET) && ++count > MAX_MESSAGES) throw tooMany(`${MAX_MESSAGES} objects`)
  }
}

const NESTED = new WeakMap<DescMessage, ReadonlyMap<number, DescMessage>>()

/** The fields of a message that hold messages. */
function nestedOf(schema: DescMessage): ReadonlyMap<number, DescMessage> {
  const known = NESTED.get(schema)
  if (known !== undefined) return known
  const nested = new Map(
    schema.fields.flatMap((field) => (field.message === undefined ? [] : [[field.number, field.message] as const])),
  )
  NESTED.set(schema, nested)
  return nested
}

function tooMany(what: string): PyflareError {
  return new PyflareError('payload_too_large', `A request may hold ${what}. Send smaller batches.`)
}
