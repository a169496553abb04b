import type { HrTime } from '@opentelemetry/api'
import {
  AggregationTemporality,
  type MetricData,
  MetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'

/**
 * Metrics of the past: what instruments measured during an interval of the story, sent with the times of that interval. A
 * reader of the SDK's own would say that all of it happened now.
 */
export class PastMetrics extends MetricReader {
  #collected: ResourceMetrics | undefined
  readonly #metrics = new Map<string, MetricData>()

  constructor(private readonly exporter: PushMetricExporter) {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.DELTA })
  }

  /** Keeps what was measured since the last interval, as measured between these times. */
  async closeInterval(from: Date, to: Date): Promise<void> {
    const times = { startTime: hrTime(from), endTime: hrTime(to) }
    const { resourceMetrics } = await this.collect()
    this.#collected = resourceMetrics
    for (const metric of resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics)) {
      const dataPoints = metric.dataPoints.map((point) => ({ ...point, ...times }))
      const known = this.#metrics.get(metric.descriptor.name)
      // Points of one name are of one kind: one instrument made them.
      const all = [...(known?.dataPoints ?? []), ...dataPoints]
      this.#metrics.set(metric.descriptor.name, { ...metric, dataPoints: all } as MetricData)
    }
  }

  /** Sends what was kept. Rejects when it was not taken. */
  protected async onForceFlush(): Promise<void> {
    const [scopeMetrics] = this.#collected?.scopeMetrics ?? []
    if (this.#collected === undefined || scopeMetrics === undefined) return
    const told = {
      resource: this.#collected.resource,
      scopeMetrics: [{ scope: scopeMetrics.scope, metrics: [...this.#metrics.values()] }],
    }
    this.#collected = undefined
    this.#metrics.clear()
    await new Promise<void>((resolve, reject) => {
      this.exporter.export(told, ({ error }) => (error === undefined ? resolve() : reject(error)))
    })
  }

  protected async onShutdown(): Promise<void> {
    await this.onForceFlush()
    await this.exporter.shutdown()
  }
}

function hrTime(at: Date): HrTime {
  const ms = at.getTime()
  return [Math.floor(ms / 1000), (ms % 1000) * 1_000_000]
}
