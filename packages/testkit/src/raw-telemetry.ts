import { type DescMessage, fromBinary, fromJson, type MessageShape } from '@bufbuild/protobuf'
import type { Attributes, AttributeValue, RawLog, RawSpan, Scope } from '@pyflare/domain'
import {
  type AnyValue,
  type ExportLogsServiceRequest,
  ExportLogsServiceRequestSchema,
  type ExportTraceServiceRequest,
  ExportTraceServiceRequestSchema,
  type InstrumentationScope,
  type KeyValue,
  type Span,
} from '@pyflare/proto'
import type { CaptureBody } from './corpus.ts'

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
const STATUSES = ['unset', 'ok', 'error'] as const

/** The spans of captured requests, as the domain reads them. Other signals' bodies give none. */
export function rawSpansOf(body: CaptureBody): RawSpan[] {
  if (body.signal !== 'traces') return []
  const request: ExportTraceServiceRequest = decode(body, ExportTraceServiceRequestSchema)
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => rawSpan(span, attributesOf(resource?.attributes), scopeOf(scope))),
    ),
  )
}

/** The log records of captured requests. Other signals' bodies give none. */
export function rawLogsOf(body: CaptureBody): RawLog[] {
  if (body.signal !== 'logs') return []
  const request: ExportLogsServiceRequest = decode(body, ExportLogsServiceRequestSchema)
  return request.resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ scope, logRecords }) =>
      logRecords.map((record) => ({
        ...record,
        timeNs: record.timeUnixNano,
        observedTimeNs: record.observedTimeUnixNano,
        body: record.body === undefined ? undefined : attributeValueOf(record.body),
        attributes: attributesOf(record.attributes),
        resource: attributesOf(resource?.attributes),
        scope: scopeOf(scope),
      })),
    ),
  )
}

function rawSpan(span: Span, resource: Attributes, scope: Scope): RawSpan {
  return {
    ...span,
    kind: KINDS[span.kind] ?? 'unspecified',
    startTimeNs: span.startTimeUnixNano,
    endTimeNs: span.endTimeUnixNano,
    status: STATUSES[span.status?.code ?? 0] ?? 'unset',
    statusMessage: span.status?.message ?? '',
    attributes: attributesOf(span.attributes),
    events: span.events.map(({ timeUnixNano, name, attributes }) => ({
      timeNs: timeUnixNano,
      name,
      attributes: attributesOf(attributes),
    })),
    links: span.links.map((link) => ({ ...link, attributes: attributesOf(link.attributes) })),
    resource,
    scope,
  }
}

function decode<Schema extends DescMessage>(body: CaptureBody, schema: Schema): MessageShape<Schema> {
  if (body.encoding === 'protobuf') return fromBinary(schema, body.bytes)
  const json = JSON.parse(new TextDecoder().decode(body.bytes), base64Ids)
  return fromJson(schema, json, { ignoreUnknownFields: true })
}

/** OTLP's JSON has ids in hexadecimal where protobuf's JSON would have base64. */
function base64Ids(key: string, value: unknown): unknown {
  const isId = key === 'traceId' || key === 'spanId' || key === 'parentSpanId'
  return isId && typeof value === 'string' ? Buffer.from(value, 'hex').toString('base64') : value
}

function scopeOf(scope: InstrumentationScope | undefined): Scope {
  return { name: scope?.name ?? '', version: scope?.version ?? '', attributes: attributesOf(scope?.attributes) }
}

function attributesOf(pairs: readonly KeyValue[] = []): Attributes {
  const attributes = new Map<string, AttributeValue>()
  for (const { key, value } of pairs) {
    const converted = value === undefined ? undefined : attributeValueOf(value)
    if (converted !== undefined) attributes.set(key, converted)
  }
  return attributes
}

function attributeValueOf({ value }: AnyValue): AttributeValue | undefined {
  switch (value.case) {
    case 'intValue': {
      const number = Number(value.value)
      return Number.isSafeInteger(number) ? number : String(value.value)
    }
    case 'arrayValue':
      return value.value.values.map((entry) => attributeValueOf(entry) ?? '')
    case 'kvlistValue':
      return attributesOf(value.value.values)
    case undefined:
      return undefined
    default:
      return value.value as AttributeValue | undefined
  }
}
