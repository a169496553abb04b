import type { Attributes, AttributeValue } from '../telemetry/attribute.ts'
import type { SpanEvent, SpanLink } from '../telemetry/raw-span.ts'
import type { StringMap } from '../telemetry/span-columns.ts'
import { jsonOf } from './json.ts'

/** Attributes as they are stored: text as it is, numbers and booleans printed, bytes as base64, lists and maps as JSON. */
export function printAttributes(attributes: Attributes, without?: ReadonlySet<string>): StringMap {
  const printed: StringMap = Object.create(null)
  for (const [key, value] of attributes) if (without?.has(key) !== true) printed[key] = printValue(value)
  return printed
}

/** Of attributes that are no text, what they are: so that their print can be read back. */
export function typesOf(attributes: Attributes, without: ReadonlySet<string>): StringMap {
  const types: StringMap = Object.create(null)
  for (const [key, value] of attributes) if (typeof value !== 'string' && !without.has(key)) types[key] = typeOf(value)
  return types
}

function typeOf(value: Exclude<AttributeValue, string>): string {
  if (typeof value !== 'object') return typeof value
  return value instanceof Uint8Array ? 'bytes' : 'json'
}

export function printValue(value: AttributeValue): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  const json = jsonOf(value)
  return typeof json === 'string' ? json : JSON.stringify(json)
}

/** JSON: [{time_ns, name, attributes}]. `time_ns` is decimal text, for JSON's numbers would round it. */
export function printEvents(
  events: readonly SpanEvent[],
  without?: (event: SpanEvent, key: string) => boolean,
): string {
  const rows = events.map((event) => ({
    time_ns: String(event.timeNs),
    name: event.name,
    attributes: printAttributes(event.attributes, movedKeys(event, without)),
  }))
  return JSON.stringify(rows)
}

/** JSON: [{trace_id, span_id, attributes}] with ids in lower-case hexadecimal. */
export function printLinks(links: readonly SpanLink[]): string {
  const rows = links.map((link) => ({
    trace_id: hex(link.traceId),
    span_id: hex(link.spanId),
    attributes: printAttributes(link.attributes),
  }))
  return JSON.stringify(rows)
}

function movedKeys(
  event: SpanEvent,
  without: ((event: SpanEvent, key: string) => boolean) | undefined,
): Set<string> | undefined {
  if (without === undefined) return undefined
  return new Set([...event.attributes.keys()].filter((key) => without(event, key)))
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
