import type { Counter, Histogram, Meter } from '@opentelemetry/api'
import { CallMeasures, SECONDS } from './call-measures.ts'
import { durationOf, type TracePlan } from './plan.ts'

/** What a service of the demo measures beside its traces: a histogram, counters and a gauge. */
export class Measures {
  readonly #duration: Histogram
  readonly #requests: Counter
  readonly #calls: CallMeasures
  #waiting = 0

  constructor(meter: Meter) {
    this.#duration = meter.createHistogram('app.request.duration', {
      unit: 's',
      description: 'How long requests took',
      advice: { explicitBucketBoundaries: SECONDS },
    })
    this.#requests = meter.createCounter('app.requests', { unit: '{request}', description: 'Requests answered' })
    this.#calls = new CallMeasures(meter)
    meter
      .createObservableGauge('app.queue.depth', { unit: '{request}', description: 'Requests that wait for a worker' })
      .addCallback((result) => {
        result.observe(Math.round(this.#waiting))
        this.#waiting *= 0.5
      })
  }

  record({ root }: TracePlan): void {
    const failed = root.error !== undefined
    const seconds = durationOf(root) / 1000
    this.#duration.record(seconds, { 'request.name': root.name, 'request.failed': failed })
    this.#requests.add(1, { 'request.name': root.name, 'request.failed': failed })
    this.#calls.record(root)
    // Slow requests let others wait; when nobody asks, nobody waits for long.
    this.#waiting = 0.7 * this.#waiting + 0.3 * seconds
  }
}
