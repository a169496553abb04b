import { fromJson, type JsonObject, toBinary } from '@bufbuild/protobuf'
import {
  ExportLogsServiceRequestSchema,
  ExportMetricsServiceRequestSchema,
  ExportTraceServiceRequestSchema,
} from '@pyflare/proto'

/** Requests as OTLP/JSON. Ids are hexadecimal; what a test does not care about is left to these defaults. */
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

export function attributes(values: Record<string, string | number | boolean>): JsonObject[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: string | number | boolean): JsonObject {
  if (typeof value === 'string') return { stringValue: value }
  return typeof value === 'boolean' ? { boolValue: value } : { doubleValue: value }
}

const resource = { attributes: attributes({ 'service.name': 'shop', 'deployment.environment.name': 'production' }) }

export function tracesOf(...spans: unknown[]): JsonObject {
  return {
    resourceSpans: [
      { resource, scopeSpans: [{ scope: { name: 'test', version: '1' }, spans: spans as JsonObject[] }] },
    ],
  }
}

export function logsOf(...logRecords: unknown[]): JsonObject {
  return {
    resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'test' }, logRecords: logRecords as JsonObject[] }] }],
  }
}

export function metricsOf(...metrics: unknown[]): JsonObject {
  return {
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'test' }, metrics: metrics as JsonObject[] }] }],
  }
}

const SCHEMAS = {
  traces: ExportTraceServiceRequestSchema,
  logs: ExportLogsServiceRequestSchema,
  metrics: ExportMetricsServiceRequestSchema,
}

/** The same request in protobuf, made by the library's own JSON reader: ids go through base64, as protobuf wants them. */
export function protobufOf(signal: keyof typeof SCHEMAS, request: JsonObject): Uint8Array<ArrayBuffer> {
  const withBase64 = JSON.parse(JSON.stringify(request), (name, value) =>
    /^(traceId|spanId|parentSpanId)$/.test(name) ? Buffer.from(value, 'hex').toString('base64') : value,
  )
  const schema = SCHEMAS[signal]
  return new Uint8Array(toBinary(schema, fromJson(schema, withBase64)))
}
