import { ROOT_CONTEXT } from '@opentelemetry/api'
import type { TracePlan } from './plan.ts'
import { type Destination, Providers } from './providers.ts'
import { tellSpan } from './tell-span.ts'

/** Tells plans through the real OpenTelemetry SDK: one set of providers per service, as the process of a release would have. */
export class Emitter {
  readonly #providers = new Map<string, { release: string; providers: Providers }>()
  /** Of releases that others took the place of; they still have to tell what they measured last. */
  readonly #retired: Providers[] = []

  constructor(
    private readonly destination: Destination,
    private readonly tense: 'past' | 'present',
  ) {}

  /** Tells a trace that began at `startsAt`. */
  emit(plan: TracePlan, startsAt: Date): { traceId: string; spans: number } {
    const providers = this.#providersFor(plan)
    providers.measures.record(plan)
    return tellSpan(providers, plan.root, startsAt.getTime(), ROOT_CONTEXT)
  }

  /** In the past: what was measured since the last interval was measured between these times. */
  async closeInterval(from: Date, to: Date): Promise<void> {
    await this.#each((providers) => providers.closeInterval(from, to))
    await Promise.all(this.#retired.splice(0).map((providers) => providers.shutdown()))
  }

  /** Resolves when all that was told is acknowledged. */
  async flush(): Promise<void> {
    await this.#each((providers) => providers.flush())
  }

  async shutdown(): Promise<void> {
    await this.#each((providers) => providers.shutdown())
  }

  async #each(work: (providers: Providers) => Promise<void>): Promise<void> {
    const running = [...this.#providers.values()].map(({ providers }) => providers)
    await Promise.all([...running, ...this.#retired].map(work))
  }

  #providersFor({ service, release, environment }: TracePlan): Providers {
    const key = `${service} ${environment}`
    const known = this.#providers.get(key)
    if (known?.release === release) return known.providers
    if (known !== undefined) this.#retired.push(known.providers)
    const resource = {
      'service.name': service,
      'service.version': release,
      'deployment.environment.name': environment,
    }
    const providers = new Providers(this.destination, resource, this.tense)
    this.#providers.set(key, { release, providers })
    return providers
  }
}
