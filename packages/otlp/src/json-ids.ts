import type { JsonObject, JsonValue } from '@bufbuild/protobuf'
import { withSeverity } from './severity.ts'

/** OTLP/JSON has ids in hexadecimal where protobuf's JSON has base64. These turn one into the other where OTLP has ids. */
export function withSpanIds(span: JsonValue): JsonValue {
  return isObject(span) ? { ...withIds(span), ...mapList(span, 'links', withIds) } : span
}

export function withLogIds(record: JsonValue): JsonValue {
  return isObject(record) ? withSeverity(withIds(record)) : record
}

const DATA = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'exponential_histogram', 'summary']
const POINTS = ['dataPoints', 'data_points']

/** Of metrics only exemplars have ids. */
export function withExemplarIds(metric: JsonValue): JsonValue {
  if (!isObject(metric)) return metric
  const next: JsonObject = { ...metric }
  for (const name of DATA) {
    const data = metric[name]
    if (!isObject(data)) continue
    const points = POINTS.map((list) =>
      mapList(data, list, (point) => ({ ...point, ...mapList(point, 'exemplars', withIds) })),
    )
    next[name] = Object.assign({ ...data }, ...points)
  }
  return next
}

function mapList(owner: JsonObject, name: string, map: (entry: JsonObject) => JsonObject): JsonObject {
  const list = owner[name]
  return Array.isArray(list) ? { [name]: list.map((entry) => (isObject(entry) ? map(entry) : entry)) } : {}
}

const ID_FIELDS = ['traceId', 'spanId', 'parentSpanId', 'trace_id', 'span_id', 'parent_span_id']

function withIds(owner: JsonObject): JsonObject {
  const next: JsonObject = { ...owner }
  for (const name of ID_FIELDS) {
    const id = owner[name]
    if (typeof id === 'string') next[name] = base64Of(id)
  }
  return next
}

/**
 * Ids of 32 or 16 hexadecimal digits. The base64 that a generic protobuf printer writes has other lengths (24 or 22, 12 or 11),
 * so it is told apart and taken as it is. What is neither becomes one byte, which the pipeline rejects as an id.
 */
function base64Of(id: string): string {
  if (/^([0-9a-f]{2})*$/i.test(id)) return Buffer.from(id, 'hex').toString('base64')
  if (/^([A-Za-z0-9+/_-]{22}(==)?|[A-Za-z0-9+/_-]{11}=?)$/.test(id)) return Buffer.from(id, 'base64').toString('base64')
  return 'AA=='
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
