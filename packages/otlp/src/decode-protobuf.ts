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

/** Decodes a request in protobuf item by item: the library alone would make all messages of it before the first is used. */
export function decodeProtobuf<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
): DecodedItems<Raw> {
  const undecodable: Undecodable = { count: 0, reason: '' }
  return { items: explained(kind.signal, read(kind, body, undecodable)), undecodable }
}

function* read<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
  undecodable: Undecodable,
): Generator<Raw> {
  const budget = new MessageBudget()
  for (const group of fieldsOf(body, GROUPS)) {
    budget.takeItem()
    const resource = attributesOf(only(ResourceSchema, group, RESOURCE, budget).attributes)
    for (const scoped of fieldsOf(group, SCOPED)) {
      budget.takeItem()
      const scope = scopeOf(only(InstrumentationScopeSchema, scoped, SCOPE, budget))
      for (const bytes of fieldsOf(scoped, ITEMS)) {
        if (budget.takeEncoded(kind.schema, bytes) <= kind.maxMessages) {
          yield* kind.rawsOf(
            mended(() => fromBinary(kind.schema, bytes, READ)),
            { resource, scope },
          )
        } else {
          undecodable.count += 1
          undecodable.reason ||= `one holds more than ${kind.maxMessages} values`
        }
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
function only<Schema extends DescMessage>(
  schema: Schema,
  bytes: Uint8Array,
  number: number,
  budget: MessageBudget,
): MessageShape<Schema> {
  const message = create(schema)
  for (const part of fieldsOf(bytes, number)) {
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

/** What the reader throws at torn bytes, as an error that says whose fault it is. */
function* explained<Raw>(signal: string, items: Iterable<Raw>): Generator<Raw> {
  try {
    yield* items
  } catch (cause) {
    if (cause instanceof PyflareError) throw cause
    const why = cause instanceof Error ? cause.message : 'it cannot be read'
    throw new PyflareError('invalid_argument', `The body is no OTLP ${signal} request in protobuf: ${why}.`, { cause })
  }
}
