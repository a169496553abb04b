import type { JsonObject } from '@bufbuild/protobuf'

/** Requests as OTLP/JSON. What a test does not care about is left to these defaults. */
export const NOW_NS = `${BigInt(Date.now()) * 1_000_000n}`

export function hexId(bytes: number, seed = 1): string {
  return Buffer.from(Array.from({ length: bytes }, (_, place) => (seed * 31 + place * 7) % 255 || 1)).toString('hex')
}

export function span(fields: JsonObject = {}): JsonObject {
  return {
    traceId: hexId(16),
    spanId: hexId(8),
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: NOW_NS,
    endTimeUnixNano: `${BigInt(NOW_NS) + 250_000_000n}`,
    attributes: attributes({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' }),
    ...fields,
  }
}

export function attributes(values: Record<string, string>): JsonObject[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

export function tracesOf(...spans: unknown[]): JsonObject {
  const resource = { attributes: attributes({ 'service.name': 'shop' }) }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'test' }, spans: spans as JsonObject[] }] }] }
}
