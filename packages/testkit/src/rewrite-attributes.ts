import type { Attributes, AttributeValue, RawSpan } from '@pyflare/domain'

/** One way in which another exporter would send the same attributes. */
export type Rewrite = (attributes: Attributes) => Attributes

/** The same telemetry under other habits of writing it: what comes out may not depend on them. */
export const REWRITES: Readonly<Record<string, Rewrite>> = {
  'in the opposite order': (attributes) => new Map([...attributes].reverse()),
  'in the order of their names': (attributes) =>
    new Map([...attributes].sort(([left], [right]) => (left < right ? -1 : 1))),
  'with numbers and booleans as text': (attributes) => mapValues(attributes, asText),
  'with structures in the place of JSON text': (attributes) => mapValues(attributes, asStructure),
  'with JSON text in the place of structures': (attributes) => mapValues(attributes, asJson),
  'with JSON text inside of JSON text': (attributes) => mapValues(attributes, quotedAgain),
}

/** What a message says stays what it says, also when it says JSON. */
const TEXT = /(^|\.)content$/

export function rewriteSpan(span: RawSpan, rewrite: Rewrite): RawSpan {
  return {
    ...span,
    attributes: rewrite(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: rewrite(event.attributes) })),
  }
}

function mapValues(attributes: Attributes, write: (value: AttributeValue) => AttributeValue): Attributes {
  return new Map([...attributes].map(([key, value]) => [key, TEXT.test(key) ? value : write(value)]))
}

function asText(value: AttributeValue): AttributeValue {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function asStructure(value: AttributeValue): AttributeValue {
  const parsed = typeof value === 'string' && /^[[{]/.test(value) ? parse(value) : undefined
  return typeof parsed === 'object' && parsed !== null ? fromJson(parsed) : value
}

/** OTLP has no null: exporters leave such an entry out of a map, and write an empty value into a list. */
function fromJson(value: unknown): AttributeValue {
  if (Array.isArray(value)) return value.map((entry) => (entry === null ? '' : fromJson(entry)))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== null)
    return new Map(entries.map(([key, entry]) => [key, fromJson(entry)]))
  }
  return value as AttributeValue
}

function asJson(value: AttributeValue): AttributeValue {
  if (typeof value !== 'object' || value instanceof Uint8Array) return value
  return JSON.stringify(value, (_, entry) => (entry instanceof Map ? Object.fromEntries(entry) : entry))
}

function quotedAgain(value: AttributeValue): AttributeValue {
  const isJson = typeof value === 'string' && /^[[{]/.test(value) && parse(value) !== undefined
  return isJson ? JSON.stringify(value) : value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
