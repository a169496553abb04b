import type { AttributeValue } from '../telemetry/attribute.ts'
import type { RawSpan, SpanEvent } from '../telemetry/raw-span.ts'

type Written = Readonly<Record<string, unknown>>

/** A span of one second, root of its trace, of which a test tells only what it is about. */
export function rawSpan(
  told: Written = {},
  rest: Partial<Omit<RawSpan, 'attributes' | 'resource' | 'scope' | 'events'>> & {
    resource?: Written
    scope?: string
    events?: readonly { name: string; attributes?: Written; afterMs?: number }[]
  } = {},
): RawSpan {
  const { resource, scope, events = [], ...fields } = rest
  const startTimeNs = 1_760_000_000_000_000_000n
  return {
    traceId: new Uint8Array(16).fill(1),
    spanId: new Uint8Array(8).fill(2),
    parentSpanId: new Uint8Array(),
    traceState: '',
    flags: 0,
    name: 'span',
    kind: 'internal',
    startTimeNs,
    endTimeNs: startTimeNs + 1_000_000_000n,
    status: 'unset',
    statusMessage: '',
    attributes: attributes(told),
    events: events.map((event): SpanEvent => {
      const timeNs = startTimeNs + BigInt(event.afterMs ?? 0) * 1_000_000n
      return { timeNs, name: event.name, attributes: attributes(event.attributes) }
    }),
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: attributes(resource),
    scope: { name: scope ?? '', version: '', attributes: new Map() },
    ...fields,
  }
}

/** Attributes as a client would send them: objects become maps. */
export function attributes(told: Written = {}): ReadonlyMap<string, AttributeValue> {
  return new Map(Object.entries(told).map(([key, value]) => [key, attribute(value)]))
}

function attribute(value: unknown): AttributeValue {
  if (Array.isArray(value)) return value.map(attribute)
  if (value instanceof Uint8Array) return value
  return typeof value === 'object' && value !== null ? attributes(value as Written) : (value as AttributeValue)
}
