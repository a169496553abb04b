import {
  create,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type MessageShape,
} from '@bufbuild/protobuf'
import { PyflareError } from '@pyflare/observe'
import {
  ExportLogsServiceRequestSchema,
  ExportMetricsServiceRequestSchema,
  ExportTraceServiceRequestSchema,
  LogRecordSchema,
  MetricSchema,
  ResourceLogsSchema,
  ResourceMetricsSchema,
  ResourceSpansSchema,
  ScopeLogsSchema,
  ScopeMetricsSchema,
  ScopeSpansSchema,
  SpanSchema,
} from '@pyflare/proto'
import type { ExportRequest, OtlpSignal } from './signal.ts'

export interface Decoded {
  request: ExportRequest
  undecodable: { count: number; reason: string }
}

const OPTIONS = { ignoreUnknownFields: true }
const ID_FIELDS = new Set(['traceId', 'spanId', 'parentSpanId', 'trace_id', 'span_id', 'parent_span_id'])

/**
 * Decodes OTLP/JSON: protobuf's JSON with ids in hexadecimal instead of base64. Spans, metrics and log records are decoded one
 * by one, so that one that is malformed costs the others nothing. Rejects with `invalid_argument` what is no request at all.
 */
export function decodeJson(signal: OtlpSignal, body: Uint8Array): Decoded {
  const root = parse(body)
  const undecodable = { count: 0, reason: '' }
  const leaf = <Schema extends DescMessage>(schema: Schema, value: JsonValue): MessageShape<Schema>[] => {
    try {
      return [fromJson(schema, hexToBase64(value), OPTIONS)]
    } catch (error) {
      undecodable.count++
      undecodable.reason ||=
        error instanceof RangeError ? 'it is nested too deep' : error instanceof Error ? error.message : String(error)
      return []
    }
  }
  return { request: requestOf(signal, root, leaf), undecodable }
}

type Leaf = <Schema extends DescMessage>(schema: Schema, value: JsonValue) => MessageShape<Schema>[]

function requestOf(signal: OtlpSignal, root: JsonObject, leaf: Leaf): ExportRequest {
  if (signal === 'traces') {
    const resourceSpans = listOf(root, 'resourceSpans', 'resource_spans').flatMap((resource) =>
      leaf(ResourceSpansSchema, without(resource, 'scopeSpans', 'scope_spans')).map((message) => {
        message.scopeSpans = listOf(resource, 'scopeSpans', 'scope_spans').flatMap((scope) =>
          leaf(ScopeSpansSchema, without(scope, 'spans')).map((scoped) => {
            scoped.spans = listOf(scope, 'spans').flatMap((span) => leaf(SpanSchema, span))
            return scoped
          }),
        )
        return message
      }),
    )
    return { signal, message: create(ExportTraceServiceRequestSchema, { resourceSpans }) }
  }
  if (signal === 'logs') {
    const resourceLogs = listOf(root, 'resourceLogs', 'resource_logs').flatMap((resource) =>
      leaf(ResourceLogsSchema, without(resource, 'scopeLogs', 'scope_logs')).map((message) => {
        message.scopeLogs = listOf(resource, 'scopeLogs', 'scope_logs').flatMap((scope) =>
          leaf(ScopeLogsSchema, without(scope, 'logRecords', 'log_records')).map((scoped) => {
            scoped.logRecords = listOf(scope, 'logRecords', 'log_records').flatMap((record) =>
              leaf(LogRecordSchema, record),
            )
            return scoped
          }),
        )
        return message
      }),
    )
    return { signal, message: create(ExportLogsServiceRequestSchema, { resourceLogs }) }
  }
  const resourceMetrics = listOf(root, 'resourceMetrics', 'resource_metrics').flatMap((resource) =>
    leaf(ResourceMetricsSchema, without(resource, 'scopeMetrics', 'scope_metrics')).map((message) => {
      message.scopeMetrics = listOf(resource, 'scopeMetrics', 'scope_metrics').flatMap((scope) =>
        leaf(ScopeMetricsSchema, without(scope, 'metrics')).map((scoped) => {
          scoped.metrics = listOf(scope, 'metrics').flatMap((metric) => leaf(MetricSchema, metric))
          return scoped
        }),
      )
      return message
    }),
  )
  return { signal, message: create(ExportMetricsServiceRequestSchema, { resourceMetrics }) }
}

function parse(body: Uint8Array): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(body))
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

function listOf(value: JsonValue, ...names: string[]): JsonValue[] {
  if (!isObject(value)) return []
  const list = names.map((name) => value[name]).find((each) => each !== undefined && each !== null)
  return Array.isArray(list) ? list : []
}

function without(value: JsonValue, ...names: string[]): JsonValue {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) : value
}

/** Ids become base64 wherever OTLP has them; attribute values keep their text, whatever their keys are called. */
function hexToBase64(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(hexToBase64)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      if (typeof entry === 'string' && ID_FIELDS.has(name)) return [name, idOf(entry)]
      return [name, name === 'attributes' || name === 'body' || name === 'resource' ? entry : hexToBase64(entry)]
    }),
  )
}

/** What is no hexadecimal becomes bytes of a wrong length, which the pipeline rejects with a reason. */
function idOf(text: string): string {
  const bytes = /^([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from([0])
  return bytes.toString('base64')
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
