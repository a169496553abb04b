import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { type AnyValueSchema, ExportTraceServiceRequestSchema, type SpanSchema } from '@pyflare/proto'

export type Attribute = readonly [key: string, value: string | number | bigint | readonly string[]]
export type SpanInit = MessageInitShape<typeof SpanSchema>

/** Whole numbers are bigint, so that a number is a double, as in OTLP. */
export function keyValues(attributes: readonly Attribute[]) {
  return attributes.map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: Attribute[1]): MessageInitShape<typeof AnyValueSchema> {
  if (typeof value === 'string') return { value: { case: 'stringValue', value } }
  if (typeof value === 'bigint') return { value: { case: 'intValue', value } }
  if (typeof value === 'number') return { value: { case: 'doubleValue', value } }
  return { value: { case: 'arrayValue', value: { values: value.map(anyValue) } } }
}

/** An export request of one service and one library, in protobuf. */
export function requestOf(resource: readonly Attribute[], scope: { name: string; version: string }, spans: SpanInit[]) {
  const resourceSpans = [{ resource: { attributes: keyValues(resource) }, scopeSpans: [{ scope, spans }] }]
  const schema = ExportTraceServiceRequestSchema
  return Buffer.from(toBinary(schema, create(schema, { resourceSpans })))
}
