import { type Context, context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { Measures } from './measures.ts'
import { durationOf, type SpanPlan, type TracePlan } from './plan.ts'

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, server: SpanKind.SERVER }
const SEVERITIES = { INFO: SeverityNumber.INFO, WARN: SeverityNumber.WARN, ERROR: SeverityNumber.ERROR }
/** A machine that is busy starting may take its time. */
const EXPORT_TIMEOUT_MS = 60_000
const BATCH = {
  maxQueueSize: 8192,
  maxExportBatchSize: 512,
  scheduledDelayMillis: 500,
  exportTimeoutMillis: EXPORT_TIMEOUT_MS,
}

export interface EmitterOptions {
  /** Where OTLP over HTTP is received: `http://127.0.0.1:4318`. */
  otlpHttpUrl: string
  projectKey: string
}

/** Tells plans through the real OpenTelemetry SDK: one set of providers per service and release, as real processes would have. */
export class Emitter {
  readonly #providers = new Map<string, Providers>()

  constructor(private readonly options: EmitterOptions) {}

  /** Tells a trace that began at `startsAt`. */
  emit(plan: TracePlan, startsAt: Date): { traceId: string; spans: number } {
    const providers = this.#providersFor(plan)
    const told = tellSpan(providers, plan.root, startsAt.getTime(), ROOT_CONTEXT)
    providers.measure(plan)
    return told
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#providers.values()].map((providers) => providers.flush()))
  }

  async shutdown(): Promise<void> {
    await Promise.all([...this.#providers.values()].map((providers) => providers.shutdown()))
  }

  #providersFor({ service, release, environment }: TracePlan): Providers {
    const key = `${service} ${release} ${environment}`
    const known = this.#providers.get(key)
    if (known !== undefined) return known
    const providers = new Providers(this.options, {
      'service.name': service,
      'service.version': release,
      'deployment.environment.name': environment,
    })
    this.#providers.set(key, providers)
    return providers
  }
}

class Providers {
  readonly #traces: BasicTracerProvider
  readonly #logs: LoggerProvider
  readonly #metrics: MeterProvider
  readonly tracer
  readonly logger
  readonly #measures: Measures

  constructor({ otlpHttpUrl, projectKey }: EmitterOptions, attributes: Record<string, string>) {
    const resource = defaultResource().merge(resourceFromAttributes(attributes))
    const exporter = (path: string) => ({
      url: `${otlpHttpUrl}${path}`,
      headers: { 'x-api-key': projectKey },
      timeoutMillis: EXPORT_TIMEOUT_MS,
    })
    this.#traces = new BasicTracerProvider({
      resource,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(exporter('/v1/traces')), BATCH)],
    })
    this.#logs = new LoggerProvider({
      resource,
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(exporter('/v1/logs')), ...BATCH })],
    })
    this.#metrics = new MeterProvider({
      resource,
      readers: [
        new PeriodicExportingMetricReader({
          exporter: new OTLPMetricExporter(exporter('/v1/metrics')),
          exportIntervalMillis: 5000,
        }),
      ],
    })
    this.tracer = this.#traces.getTracer('halden-outdoor', '1.0.0')
    this.logger = this.#logs.getLogger('halden-outdoor', '1.0.0')
    this.#measures = new Measures(this.#metrics.getMeter('halden-outdoor', '1.0.0'))
  }

  measure(plan: TracePlan): void {
    this.#measures.record(plan)
  }

  async flush(): Promise<void> {
    await Promise.all([this.#traces.forceFlush(), this.#logs.forceFlush()])
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.#traces.shutdown(), this.#logs.shutdown(), this.#metrics.shutdown()])
  }
}

function tellSpan(
  providers: Providers,
  plan: SpanPlan,
  startMs: number,
  parent: Context,
): { traceId: string; spans: number } {
  const span = providers.tracer.startSpan(
    plan.name,
    { kind: KINDS[plan.kind], attributes: plan.attributes, startTime: startMs },
    parent,
  )
  const within = trace.setSpan(parent, span)
  let at = startMs
  let spans = 1
  for (const child of plan.children ?? []) {
    at += child.waitMs ?? 0
    spans += tellSpan(providers, child, at, within).spans
    at += durationOf(child)
  }
  const endMs = at + plan.selfMs
  if (plan.error !== undefined) {
    span.setAttribute('error.type', plan.error.type)
    span.recordException({ name: plan.error.type, message: plan.error.message }, endMs)
    span.setStatus({ code: SpanStatusCode.ERROR, message: plan.error.message })
  }
  context.with(within, () => {
    for (const log of plan.logs ?? []) {
      providers.logger.emit({
        timestamp: endMs,
        severityNumber: SEVERITIES[log.severity],
        severityText: log.severity,
        body: log.body,
        attributes: log.attributes ?? {},
        context: within,
      })
    }
  })
  span.end(endMs)
  return { traceId: span.spanContext().traceId, spans }
}
