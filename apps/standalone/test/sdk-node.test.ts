import { randomUUID } from 'node:crypto'
import { Metadata } from '@grpc/grpc-js'
import { SeverityNumber } from '@opentelemetry/api-logs'
import * as logsGrpc from '@opentelemetry/exporter-logs-otlp-grpc'
import * as logsJson from '@opentelemetry/exporter-logs-otlp-http'
import * as logsProto from '@opentelemetry/exporter-logs-otlp-proto'
import * as metricsGrpc from '@opentelemetry/exporter-metrics-otlp-grpc'
import * as metricsJson from '@opentelemetry/exporter-metrics-otlp-http'
import * as metricsProto from '@opentelemetry/exporter-metrics-otlp-proto'
import * as tracesGrpc from '@opentelemetry/exporter-trace-otlp-grpc'
import * as tracesJson from '@opentelemetry/exporter-trace-otlp-http'
import * as tracesProto from '@opentelemetry/exporter-trace-otlp-proto'
import type { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { becomesVisible } from './becomes-visible.ts'
import type { Destination } from './send-otlp.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

let started: TestPlatform
beforeAll(async () => {
  started = await startTestPlatform()
})
afterAll(() => started?.stop())

const CASES = ['http/protobuf', 'http/json', 'grpc'].flatMap((protocol) =>
  ['none', 'gzip'].map((compression) => ({ protocol, compression: compression as CompressionAlgorithm })),
)

describe.each(CASES)('the SDK for Node over $protocol, compression $compression', ({ protocol, compression }) => {
  test('shows its spans, metrics and logs', async () => {
    const { collector, page } = started
    const service = `node-${randomUUID()}`
    const sdk = startSdk(service, exportersFor(protocol, compression, collector))
    const span = sdk.traces
      .getTracer('sdk-node')
      .startSpan('answer', { attributes: { 'gen_ai.operation.name': 'chat' } })
    span.end()
    sdk.metrics.getMeter('sdk-node').createCounter('answers').add(3)
    sdk.logs
      .getLogger('sdk-node')
      .emit({ severityNumber: SeverityNumber.WARN, severityText: 'WARN', body: 'slow answer' })
    await Promise.all([sdk.traces.shutdown(), sdk.metrics.shutdown(), sdk.logs.shutdown()])

    const found = await becomesVisible(`node ${protocol} ${compression}`, page, service)
    expect(found.trace).toMatchObject({ trace_id: span.spanContext().traceId, name: 'answer', span_count: 1 })
    expect(found.metric).toMatchObject({ name: 'answers', is_monotonic: true })
    expect(found.log).toMatchObject({ body: 'slow answer', severity_text: 'WARN' })
  })
})

type Exporters = ReturnType<typeof exportersFor>

function startSdk(service: string, exporters: Exporters) {
  const resource = resourceFromAttributes({ 'service.name': service })
  return {
    traces: new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporters.traces)] }),
    metrics: new MeterProvider({
      resource,
      readers: [new PeriodicExportingMetricReader({ exporter: exporters.metrics })],
    }),
    logs: new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: exporters.logs })] }),
  }
}

function exportersFor(protocol: string, compression: CompressionAlgorithm, to: Destination) {
  if (protocol === 'grpc') {
    const metadata = new Metadata()
    metadata.set('x-api-key', to.projectKey)
    const options = { url: to.otlpGrpc, metadata, compression }
    return {
      traces: new tracesGrpc.OTLPTraceExporter(options),
      metrics: new metricsGrpc.OTLPMetricExporter(options),
      logs: new logsGrpc.OTLPLogExporter(options),
    }
  }
  const options = (signal: string) => ({
    url: `${to.otlpHttp}/v1/${signal}`,
    headers: { authorization: `Bearer ${to.projectKey}` },
    compression,
  })
  const json = protocol === 'http/json'
  return {
    traces: new (json ? tracesJson : tracesProto).OTLPTraceExporter(options('traces')),
    metrics: new (json ? metricsJson : metricsProto).OTLPMetricExporter(options('metrics')),
    logs: new (json ? logsJson : logsProto).OTLPLogExporter(options('logs')),
  }
}
