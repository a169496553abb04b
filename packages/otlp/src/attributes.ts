import type { Attributes, AttributeValue } from '@pyflare/domain'
import type { AnyValue, KeyValue } from '@pyflare/proto'

/** What is nested deeper is cut: no instrumentation does, and everything after this recurses. */
const MAX_DEPTH = 16

/** Attributes by key; of a key that comes twice the last one counts, as OTLP says. */
export function attributesOf(pairs: readonly KeyValue[], depth = 0): Attributes {
  const attributes = new Map<string, AttributeValue>()
  for (const { key, value } of pairs) {
    const converted = attributeValueOf(value, depth)
    if (converted !== undefined) attributes.set(key, converted)
  }
  return attributes
}

/** An attribute's value; undefined where none was set. Integers that a number cannot hold become decimal text. */
export function attributeValueOf(any: AnyValue | undefined, depth = 0): AttributeValue | undefined {
  const value = any?.value
  if (value === undefined || depth > MAX_DEPTH) return undefined
  switch (value.case) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
    case 'bytesValue':
      return value.value
    case 'intValue':
      return integerOf(value.value)
    case 'arrayValue':
      return value.value.values.map((item) => attributeValueOf(item, depth + 1) ?? '')
    case 'kvlistValue':
      return attributesOf(value.value.values, depth + 1)
    default:
      return undefined
  }
}

function integerOf(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}
