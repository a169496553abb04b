import type { MessageInitShape } from '@bufbuild/protobuf'
import type { MetricBatchSchema } from '@pyflare/proto'
import { type Cast, MODELS } from './cast.ts'
import type { Random } from './random.ts'

export type MetricInit = NonNullable<MessageInitShape<typeof MetricBatchSchema>['records']>[number]

export const GAUGE = 'process.memory.usage'
export const COUNTER = 'gen_ai.client.requests'
export const HISTOGRAM = 'gen_ai.client.operation.duration'

const SERVICES = 3
const BOUNDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]

/** The time series of one project: what it counted so far. */
export class MetricSource {
  readonly #counts = new Map<string, number>()
  readonly #buckets = new Map<string, number[]>()

  constructor(
    private readonly cast: Cast,
    private readonly random: Random,
    private readonly startNs: bigint,
  ) {}

  /** One point of every series. */
  points(timeNs: bigint): MetricInit[] {
    return this.cast.services.slice(0, SERVICES).flatMap((serviceName, service) => {
      const common = {
        projectId: this.cast.projectId,
        startTimeNs: this.startNs,
        timeNs,
        receivedAtMs: timeNs / 1_000_000n + 500n,
        serviceName,
        environment: 'production',
        scopeName: 'app.metrics',
        resourceAttributes: { ...this.cast.resources[service] },
      }
      const key = (name: string, model: number) => BigInt(service * 1_000 + name.length * 10 + model + 1)
      const gauge = { ...common, metricName: GAUGE, unit: 'By', valueType: 'gauge', seriesHash: key(GAUGE, 0) }
      return [
        { ...gauge, value: 3e8 + this.random.next() * 1e8 },
        ...MODELS.flatMap((model, number) => {
          const called = { ...common, modelId: model.name, provider: model.provider, temporality: 'cumulative' }
          const attributes = { 'gen_ai.request.model': model.name, 'server.region': `eu-${number % 3}` }
          const id = `${serviceName} ${model.name}`
          return [
            { ...called, attributes, ...this.#counter(id), seriesHash: key(COUNTER, number) },
            { ...called, attributes, ...this.#histogram(id), seriesHash: key(HISTOGRAM, number) },
          ]
        }),
      ]
    })
  }

  #counter(id: string): MetricInit {
    const value = (this.#counts.get(id) ?? 0) + this.random.integer(0, 40)
    this.#counts.set(id, value)
    return { metricName: COUNTER, unit: '{request}', valueType: 'sum', isMonotonic: true, value }
  }

  #histogram(id: string): MetricInit {
    const counts = this.#buckets.get(id) ?? BOUNDS.map(() => 0).concat(0)
    this.#buckets.set(id, counts)
    for (let added = this.random.integer(0, 6); added > 0; added--) {
      const bucket = Math.min(BOUNDS.length, this.random.integer(3, 6) + this.random.integer(0, 5))
      counts[bucket] = (counts[bucket] ?? 0) + 1
    }
    const count = counts.reduce((a, b) => a + b)
    return {
      ...{ metricName: HISTOGRAM, unit: 's', valueType: 'histogram', bucketBounds: BOUNDS },
      ...{ bucketCounts: counts.map(BigInt), count: BigInt(count), sum: count * 1.7 },
    }
  }
}
