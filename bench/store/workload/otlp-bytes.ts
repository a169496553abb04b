import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { groupBy } from '@pyflare/domain'
import { ExportTraceServiceRequestSchema, type KeyValueSchema, type SpanSchema } from '@pyflare/proto'
import type { SpanInit } from './span-maker.ts'

type KeyValue = MessageInitShape<typeof KeyValueSchema>

/** How many bytes of OTLP the records were: one request that has each resource once, content among the attributes. */
export function otlpBytes(records: readonly SpanInit[]): number {
  const ofServices = groupBy(records, (record) => record.serviceName)
  const resourceSpans = [...ofServices.values()].map((spans) => ({
    resource: { attributes: keyValues(spans[0]?.resourceAttributes ?? {}, {}) },
    scopeSpans: [
      { scope: { name: spans[0]?.scopeName ?? '', version: spans[0]?.scopeVersion ?? '' }, spans: spans.map(otlpSpan) },
    ],
  }))
  return toBinary(ExportTraceServiceRequestSchema, create(ExportTraceServiceRequestSchema, { resourceSpans })).length
}

function otlpSpan(record: SpanInit): MessageInitShape<typeof SpanSchema> {
  const content = Object.entries(record.contentFrom ?? {}).map(([column, key]): KeyValue => {
    const field = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    return { key, value: text(String(Reflect.get(record, field) ?? '')) }
  })
  return {
    traceId: record.traceId ?? new Uint8Array(),
    spanId: record.spanId ?? new Uint8Array(),
    parentSpanId: record.parentSpanId ?? new Uint8Array(),
    name: record.operationName ?? '',
    kind: 3,
    startTimeUnixNano: record.startTimeNs ?? 0n,
    endTimeUnixNano: record.endTimeNs ?? 0n,
    status: record.status === 'error' ? { code: 2, message: record.statusMessage ?? '' } : {},
    attributes: [...keyValues(record.attributes ?? {}, record.attributeTypes ?? {}), ...content],
  }
}

function keyValues(attributes: Readonly<Record<string, string>>, types: Readonly<Record<string, string>>): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: types[key] === 'number' ? number(Number(value)) : text(value),
  }))
}

function text(value: string): KeyValue['value'] {
  return { value: { case: 'stringValue', value } }
}

function number(value: number): KeyValue['value'] {
  return Number.isInteger(value)
    ? { value: { case: 'intValue', value: BigInt(value) } }
    : { value: { case: 'doubleValue', value } }
}
