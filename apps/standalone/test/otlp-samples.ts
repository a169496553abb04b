import { type DescMessage, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf'
import {
  ExportLogsServiceRequestSchema,
  ExportMetricsServiceRequestSchema,
  ExportTraceServiceRequestSchema,
} from '@pyflare/proto'

export type Signal = 'traces' | 'metrics' | 'logs'

/** One request in both of OTLP's encodings. */
export interface Sample {
  json: string
  protobuf: Uint8Array
}

const SCHEMAS: Record<Signal, DescMessage> = {
  traces: ExportTraceServiceRequestSchema,
  metrics: ExportMetricsServiceRequestSchema,
  logs: ExportLogsServiceRequestSchema,
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const number = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } })
const nanos = (ms: number) => `${Math.round(ms)}000000`
const SCOPE = { name: 'journey', version: '1.0.0' }
const resourceOf = (service: string) => ({
  attributes: [text('service.name', service), text('deployment.environment.name', 'test')],
})

/** A span of a model call as the GenAI conventions tell it. */
export function traceSample(service: string, traceId: string, spanId: string, atMs: number): Sample {
  const messages = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
  const span = {
    traceId,
    spanId,
    name: 'chat gpt-4o-mini',
    kind: 3,
    startTimeUnixNano: nanos(atMs - 1200),
    endTimeUnixNano: nanos(atMs),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.provider.name', 'openai'),
      text('gen_ai.request.model', 'gpt-4o-mini'),
      text('gen_ai.response.model', 'gpt-4o-mini-2024-07-18'),
      text('gen_ai.input.messages', messages('user', 'Which stove works in the cold?')),
      text('gen_ai.output.messages', messages('assistant', 'The Fjell multi-fuel stove.')),
      text('user.id', 'ann'),
      number('gen_ai.usage.input_tokens', 1200),
      number('gen_ai.usage.output_tokens', 300),
    ],
    status: { code: 1 },
  }
  return sampleOf('traces', {
    resourceSpans: [{ resource: resourceOf(service), scopeSpans: [{ scope: SCOPE, spans: [span] }] }],
  })
}

export function metricSample(service: string, name: string, value: number, atMs: number): Sample {
  const metric = {
    name,
    unit: '{request}',
    gauge: { dataPoints: [{ timeUnixNano: nanos(atMs), asDouble: value, attributes: [text('region', 'north')] }] },
  }
  return sampleOf('metrics', {
    resourceMetrics: [{ resource: resourceOf(service), scopeMetrics: [{ scope: SCOPE, metrics: [metric] }] }],
  })
}

export function logSample(service: string, traceId: string, spanId: string, body: string, atMs: number): Sample {
  const record = {
    timeUnixNano: nanos(atMs),
    observedTimeUnixNano: nanos(atMs),
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: body },
    traceId,
    spanId,
  }
  return sampleOf('logs', {
    resourceLogs: [{ resource: resourceOf(service), scopeLogs: [{ scope: SCOPE, logRecords: [record] }] }],
  })
}

/** A judgement of a span, as the GenAI conventions tell it. */
export function evaluationSample(
  service: string,
  traceId: string,
  spanId: string,
  score: number,
  atMs: number,
): Sample {
  const record = {
    timeUnixNano: nanos(atMs),
    observedTimeUnixNano: nanos(atMs),
    eventName: 'gen_ai.evaluation.result',
    traceId,
    spanId,
    attributes: [
      text('gen_ai.evaluation.name', 'relevance'),
      { key: 'gen_ai.evaluation.score.value', value: { doubleValue: score } },
      text('gen_ai.evaluation.explanation', 'It names a stove.'),
    ],
  }
  return sampleOf('logs', {
    resourceLogs: [{ resource: resourceOf(service), scopeLogs: [{ scope: SCOPE, logRecords: [record] }] }],
  })
}

function sampleOf(signal: Signal, request: JsonValue): Sample {
  const schema = SCHEMAS[signal]
  return { json: JSON.stringify(request), protobuf: toBinary(schema, fromJson(schema, idsInBase64(request))) }
}

/** OTLP's JSON writes ids as hexadecimal digits, where protobuf's own JSON writes bytes as base64. */
function idsInBase64(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(idsInBase64)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /^(traceId|spanId|parentSpanId)$/.test(key)
        ? Buffer.from(String(inner), 'hex').toString('base64')
        : idsInBase64(inner),
    ]),
  )
}
