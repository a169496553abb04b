import { create, type DescMessage, fromBinary, type MessageShape, mergeFromBinary } from '@bufbuild/protobuf'
import { BinaryReader, configureTextEncoding, getTextEncoding, WireType } from '@bufbuild/protobuf/wire'
import { PyflareError } from '@pyflare/observe'
import { InstrumentationScopeSchema, ResourceSchema } from '@pyflare/proto'
import { attributesOf } from './attributes.ts'
import type { ItemKind } from './item-kind.ts'
import { MAX_MESSAGE_DEPTH, MessageBudget } from './message-budget.ts'
import { scopeOf } from './raw-spans.ts'
import type { DecodedItems, Undecodable } from './signal.ts'

/** Field numbers, the same in the requests of all three signals. */
const GROUPS = 1
const RESOURCE = 1
const SCOPED = 2
const SCOPE = 1
const ITEMS = 2

const READ = { readUnknownFields: false, recursionLimit: MAX_MESSAGE_DEPTH }

/** An item that is not decoded yet. */
export interface EncodedItem<Raw> {
  bytes: Uint8Array
  /** The same object for items of one group, and of one library in it. */
  surroundings: EncodedSurroundings
  /** What it holds. Empty where it holds more than may be decoded, which is counted as undecodable. Throws like the reading of items does. */
  decode(): readonly Raw[]
  /** Counts it, and so many messages in it, without decoding it. Throws where the request holds too many. */
  take(messages: number): void
}

/** The bytes of a resource and of a scope. */
export interface EncodedSurroundings {
  resource: readonly Uint8Array[]
  scope: readonly Uint8Array[]
}

export interface EncodedItems<Raw> {
  items: Iterable<EncodedItem<Raw>>
  undecodable: Undecodable
}

/** Decodes a request in protobuf item by item: the library alone would make all messages of it before the first is used. */
export function decodeProtobuf<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
): DecodedItems<Raw> {
  const { items, undecodable } = splitProtobuf(kind, body)
  return { items: decodeAll(items), undecodable }
}

function* decodeAll<Raw>(items: Iterable<EncodedItem<Raw>>): Generator<Raw> {
  for (const item of items) yield* item.decode()
}

/** Finds the items of a request in protobuf, and leaves it to others to decode them. */
export function splitProtobuf<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
): EncodedItems<Raw> {
  const undecodable: Undecodable = { count: 0, reason: '' }
  return { items: explained(kind.signal, split(kind, body, undecodable)), undecodable }
}

function* split<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
  undecodable: Undecodable,
): Generator<EncodedItem<Raw>> {
  const budget = new MessageBudget()
  for (const group of fieldsOf(body, GROUPS)) {
    budget.takeItem()
    const resourceParts = [...fieldsOf(group, RESOURCE)]
    const resource = attributesOf(merged(ResourceSchema, resourceParts, budget).attributes)
    for (const scoped of fieldsOf(group, SCOPED)) {
      budget.takeItem()
      const scopeParts = [...fieldsOf(scoped, SCOPE)]
      const scope = scopeOf(merged(InstrumentationScopeSchema, scopeParts, budget))
      const surroundings = { resource: resourceParts, scope: scopeParts }
      for (const bytes of fieldsOf(scoped, ITEMS)) {
        const decode = () => {
          if (budget.takeEncoded(kind.schema, bytes) <= kind.maxMessages)
            return kind.rawsOf(
              mended(() => fromBinary(kind.schema, bytes, READ)),
              { resource, scope },
            )
          undecodable.count += 1
          undecodable.reason ||= `one holds more than ${kind.maxMessages} values`
          return []
        }
        const take = (messages: number) => budget.takeCounted(messages)
        yield { bytes, surroundings, decode: () => explain(kind.signal, decode), take }
      }
    }
  }
}

/** The bytes of a field that holds messages, each time that it comes. */
function* fieldsOf(bytes: Uint8Array, number: number): Generator<Uint8Array> {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (field === number && wireType === WireType.LengthDelimited) yield reader.bytes()
    else reader.skip(wireType, field)
  }
}

/** A message that comes once; where it comes more often its parts are merged, as protobuf says. */
function merged<Schema extends DescMessage>(
  schema: Schema,
  parts: readonly Uint8Array[],
  budget: MessageBudget,
): MessageShape<Schema> {
  const message = create(schema)
  for (const part of parts) {
    budget.takeEncoded(schema, part)
    mended(() => mergeFromBinary(schema, message, part, READ))
  }
  return message
}

/** Runs one decoding. A string that is not UTF-8 (text cut in the middle of a character is common) makes the strict decoder throw TypeError. */
function mended<Result>(decode: () => Result): Result {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return repairingUtf8(decode)
  }
}

/** Runs one synchronous decoding with broken characters becoming U+FFFD, for protobuf-es has no option of its own for it. */
function repairingUtf8<Result>(decode: () => Result): Result {
  const strict = getTextEncoding()
  configureTextEncoding({ ...strict, decodeUtf8: (bytes) => strict.decodeUtf8(bytes) })
  try {
    return decode()
  } finally {
    configureTextEncoding(strict)
  }
}

function* explained<Raw>(signal: string, items: Iterable<Raw>): Generator<Raw> {
  try {
    yield* items
  } catch (cause) {
    throw explanation(signal, cause)
  }
}

function explain<Result>(signal: string, decode: () => Result): Result {
  try {
    return decode()
  } catch (cause) {
    throw explanation(signal, cause)
  }
}

/** What the reader throws at torn bytes, as an error that says whose fault it is. */
function explanation(signal: string, cause: unknown): PyflareError {
  if (cause instanceof PyflareError) return cause
  const why = cause instanceof Error ? cause.message : 'it cannot be read'
  return new PyflareError('invalid_argument', `The body is no OTLP ${signal} request in protobuf: ${why}.`, { cause })
}
