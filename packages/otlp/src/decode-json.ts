import { type DescMessage, fromJson, type JsonObject, type JsonValue, type MessageShape } from '@bufbuild/protobuf'
import { PyflareError } from '@pyflare/observe'
import { InstrumentationScopeSchema, ResourceSchema } from '@pyflare/proto'
import { attributesOf } from './attributes.ts'
import { quoteLongIntegers } from './exact-integers.ts'
import type { ItemKind } from './item-kind.ts'
import { isObject } from './json-ids.ts'
import { checkJsonBudget, MAX_MESSAGE_DEPTH, MessageBudget } from './message-budget.ts'
import { scopeOf } from './raw-spans.ts'
import { repairHalves } from './repair-halves.ts'
import type { DecodedItems, Undecodable } from './signal.ts'

/**
 * Decodes OTLP/JSON: protobuf's JSON with ids in hexadecimal instead of base64. Spans, metrics and log records are decoded one
 * by one, so that one that is malformed costs the others nothing.
 */
export function decodeJson<Schema extends DescMessage, Raw>(
  kind: ItemKind<Schema, Raw>,
  body: Uint8Array,
): DecodedItems<Raw> {
  const reader = new JsonReader(kind)
  return { items: reader.read(parse(body)), undecodable: reader.undecodable }
}

class JsonReader<Schema extends DescMessage, Raw> {
  readonly undecodable: Undecodable = { count: 0, reason: '' }
  readonly #budget = new MessageBudget()

  constructor(private readonly kind: ItemKind<Schema, Raw>) {}

  *read(root: JsonObject): Generator<Raw> {
    const [groupNames, scopedNames, itemNames] = this.kind.lists
    for (const group of listOf(root, groupNames)) {
      this.#budget.takeItem()
      const resource = this.#part(ResourceSchema, group, 'resource')
      if (resource === undefined || !isObject(group)) continue
      const attributes = attributesOf(resource.attributes)
      for (const scoped of listOf(group, scopedNames)) {
        this.#budget.takeItem()
        const scope = this.#part(InstrumentationScopeSchema, scoped, 'scope')
        if (scope === undefined || !isObject(scoped)) continue
        const surroundings = { resource: attributes, scope: scopeOf(scope) }
        for (const json of listOf(scoped, itemNames)) {
          this.#budget.takeItem()
          const item = this.#decode(this.kind.schema, json, this.kind.withIds)
          if (item === undefined) this.undecodable.count += 1
          else yield* this.kind.rawsOf(item, surroundings)
        }
      }
    }
  }

  /** The resource or scope of a group, empty where it has none. Where it cannot be read, neither can what is in the group. */
  #part<Part extends DescMessage>(schema: Part, group: JsonValue, name: string): MessageShape<Part> | undefined {
    const json = isObject(group) ? (group[name] ?? {}) : group
    const part = this.#decode(schema, json, (value) => value)
    if (part === undefined) this.undecodable.count += this.#countItems(group)
    return part
  }

  #decode<Part extends DescMessage>(
    schema: Part,
    json: JsonValue,
    withIds: (json: JsonValue) => JsonValue,
  ): MessageShape<Part> | undefined {
    const count = this.#budget.takeJson(json)
    const { maxMessages } = this.kind
    try {
      if (count > maxMessages) throw new RangeError(`one holds more than ${maxMessages} values`)
      return fromJson(schema, withIds(json), { ignoreUnknownFields: true, recursionLimit: MAX_MESSAGE_DEPTH })
    } catch (error) {
      this.undecodable.reason ||= error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
      return undefined
    }
  }

  /** How many items stand in a group; what is no group counts as one. */
  #countItems(group: JsonValue): number {
    const [, scopedNames, itemNames] = this.kind.lists
    if (!isObject(group)) return 1
    const scopes = scopedNames.map((name) => group[name]).find(Array.isArray)
    const items = itemNames.map((name) => group[name]).find(Array.isArray)
    if (scopes !== undefined) return scopes.reduce<number>((sum, scoped) => sum + this.#countItems(scoped), 0)
    return items?.length ?? 1
  }
}

function listOf(owner: JsonObject, names: readonly string[]): JsonValue[] {
  const name = names.find((each) => owner[each] !== undefined && owner[each] !== null)
  const list = name === undefined ? [] : owner[name]
  if (Array.isArray(list)) return list
  throw new PyflareError('invalid_argument', `The body is no OTLP request: ${name} must be a list.`)
}

function parse(body: Uint8Array): JsonObject {
  checkJsonBudget(body)
  let value: unknown
  try {
    value = JSON.parse(repairHalves(quoteLongIntegers(new TextDecoder().decode(body))))
  } catch (cause) {
    throw new PyflareError(
      'invalid_argument',
      `The body is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`,
      { cause },
    )
  }
  if (!isObject(value))
    throw new PyflareError('invalid_argument', 'The body is JSON, but no OTLP request: an object was expected.')
  return value
}
