import type { Counter, Histogram, Meter } from '@opentelemetry/api'
import { durationOf, type SpanPlan, type TracePlan } from './plan.ts'

/** Bounds of buckets as OpenTelemetry's GenAI conventions advise for durations; the SDK's own are meant for milliseconds. */
const SECONDS = Array.from({ length: 14 }, (_, power) => 2 ** power / 100)

/** What a service of the demo measures beside its traces: a histogram, counters and a gauge. */
export class Measures {
  readonly #duration: Histogram
  readonly #requests: Counter
  readonly #tokens: Counter
  #waiting = 0

  constructor(meter: Meter) {
    this.#duration = meter.createHistogram('app.request.duration', {
      unit: 's',
      description: 'How long requests took',
      advice: { explicitBucketBoundaries: SECONDS },
    })
    this.#requests = meter.createCounter('app.requests', { unit: '{request}', description: 'Requests answered' })
    this.#tokens = meter.createCounter('app.tokens', { unit: '{token}', description: 'Tokens used, by model' })
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
    for (const { model, tokens } of usageOf(root)) this.#tokens.add(tokens, { 'gen_ai.request.model': model })
    // Slow requests let others wait; when nobody asks, nobody waits for long.
    this.#waiting = 0.7 * this.#waiting + 0.3 * seconds
  }
}

function usageOf(span: SpanPlan): { model: string; tokens: number }[] {
  const model = span.attributes['gen_ai.request.model']
  const tokens =
    Number(span.attributes['gen_ai.usage.input_tokens'] ?? 0) +
    Number(span.attributes['gen_ai.usage.output_tokens'] ?? 0)
  const own = typeof model === 'string' && tokens > 0 ? [{ model, tokens }] : []
  return [...own, ...(span.children ?? []).flatMap(usageOf)]
}
