import type { Attributes, AttributeValue, RawLog, RawSpan } from '@pyflare/domain'

export const NOW_MS = 1_790_000_000_000
export const NOW_NS = BigInt(NOW_MS) * 1_000_000n
export const attributes = (values: Record<string, AttributeValue>): Attributes => new Map(Object.entries(values))
export const id = (length: number, seed = 1) => Uint8Array.from({ length }, (_, place) => (seed * 13 + place) % 255)
export const rawSpan = (fields: Partial<RawSpan> = {}): RawSpan => ({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: new Uint8Array(0),
  traceState: '',
  flags: 0,
  name: 'chat',
  kind: 'client',
  startTimeNs: NOW_NS,
  endTimeNs: NOW_NS + 5n,
  status: 'unset',
  statusMessage: '',
  attributes: new Map(),
  events: [],
  links: [],
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  resource: attributes({ 'service.name': 'shop' }),
  scope: { name: 's', version: '1', attributes: new Map() },
  ...fields,
})
export const rawLog = (fields: Partial<RawLog> = {}): RawLog => ({
  timeNs: NOW_NS,
  observedTimeNs: 0n,
  traceId: new Uint8Array(0),
  spanId: new Uint8Array(0),
  flags: 0,
  severityNumber: 9,
  severityText: 'INFO',
  eventName: '',
  body: 'hello',
  attributes: new Map(),
  droppedAttributesCount: 0,
  resource: attributes({ 'service.name': 'shop' }),
  scope: { name: 's', version: '1', attributes: new Map() },
  ...fields,
})
