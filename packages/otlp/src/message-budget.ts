import type { DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { PyflareError } from '@pyflare/observe'
import { MAX_MESSAGE_DEPTH } from './signal.ts'

/**
 * How many messages (spans, attributes, values, …) a request may hold. Empty ones take two bytes on the wire and hundreds in
 * memory: without this bound a body of 16 MiB could be made to fill gigabytes. Real requests of 16 MiB hold about a million.
 */
const MAX_MESSAGES = 2_000_000
/** Spans, log records or metrics: the largest of all messages. */
const MAX_ITEMS = 100_000
const ITEM_TYPES = new Set([
  'opentelemetry.proto.trace.v1.Span',
  'opentelemetry.proto.logs.v1.LogRecord',
  'opentelemetry.proto.metrics.v1.Metric',
  'opentelemetry.proto.trace.v1.Span.Event',
  'opentelemetry.proto.trace.v1.Span.Link',
])

/** Counts the messages of an encoded request without making them. Throws `payload_too_large`, and what a torn body makes the reader throw. */
export function checkProtobufBudget(schema: DescMessage, body: Uint8Array): void {
  new Counter().message(new BinaryReader(body), schema, body.length, 0)
}

/** The same for JSON, which is parsed already: its objects are the messages. */
export function checkJsonBudget(root: object): void {
  let count = 0
  const open: object[] = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    count += 1
    if (count > MAX_MESSAGES) throw tooMany(`${MAX_MESSAGES} objects`)
    for (const value of Object.values(next)) if (typeof value === 'object' && value !== null) open.push(value)
  }
}

export function checkItemBudget(items: number): void {
  if (items > MAX_ITEMS) throw tooMany(`${MAX_ITEMS} spans, log records or metrics`)
}

class Counter {
  #messages = 0
  #items = 0

  message(reader: BinaryReader, schema: DescMessage, end: number, depth: number): void {
    this.#messages += 1
    if (this.#messages > MAX_MESSAGES) throw tooMany(`${MAX_MESSAGES} messages`)
    if (ITEM_TYPES.has(schema.typeName)) checkItemBudget(++this.#items)
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
      this.message(reader, inner, reader.pos + length, depth + 1)
    }
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
