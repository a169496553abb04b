import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { AggregationTemporality, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { Measures } from './measures.ts'
import { PastMetrics } from './past-metrics.ts'

const SCOPE = ['halden-outdoor', '1.0.0'] as const
/** A machine that is busy starting may take its time. */
const EXPORT_TIMEOUT_MS = 60_000
const BATCH = {
  maxQueueSize: 8192,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 500,
  exportTimeoutMillis: EXPORT_TIMEOUT_MS,
}

export interface Destination {
  /** Where OTLP over HTTP is received: `http://127.0.0.1:4318`. */
  otlpHttpUrl: string
  projectKey: string
}

/** What one process of a service has of the OpenTelemetry SDK. */
export class Providers {
  readonly #traces: BasicTracerProvider
  readonly #logs: LoggerProvider
  readonly #metrics: MeterProvider
  readonly #past: PastMetrics | undefined
  readonly tracer
  readonly logger
  readonly measures: Measures

  /** `tense`: whether what is measured happened in intervals that are closed one by one, or happens now. */
  constructor({ otlpHttpUrl, projectKey }: Destination, attributes: Record<string, string>, tense: 'past' | 'present') {
    const resource = defaultResource().merge(resourceFromAttributes(attributes))
    const exporter = (path: string) => ({
      url: `${otlpHttpUrl}${path}`,
      headers: { 'x-api-key': projectKey },
      timeoutMillis: EXPORT_TIMEOUT_MS,
    })
    const metrics = new OTLPMetricExporter({
      ...exporter('/v1/metrics'),
      // A series goes on from the past into the present: sums of intervals do, totals since a start would not.
      temporalityPreference: AggregationTemporality.DELTA,
    })
    this.#past = tense === 'past' ? new PastMetrics(metrics) : undefined
    this.#traces = new BasicTracerProvider({
      resource,
      forceFlushTimeoutMillis: EXPORT_TIMEOUT_MS,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(exporter('/v1/traces')), BATCH)],
    })
    this.#logs = new LoggerProvider({
      resource,
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(exporter('/v1/logs')), ...BATCH })],
    })
    this.#metrics = new MeterProvider({
      resource,
      readers: [this.#past ?? new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 5000 })],
    })
    this.tracer = this.#traces.getTracer(...SCOPE)
    this.logger = this.#logs.getLogger(...SCOPE)
    this.measures = new Measures(this.#metrics.getMeter(...SCOPE))
  }

  async closeInterval(from: Date, to: Date): Promise<void> {
    await this.#past?.closeInterval(from, to)
  }

  async flush(): Promise<void> {
    await Promise.all([this.#traces.forceFlush(), this.#logs.forceFlush(), this.#past?.forceFlush()])
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.#traces.shutdown(), this.#logs.shutdown(), this.#metrics.shutdown()])
  }
}
