import type { Attributes, Histogram, Meter } from '@opentelemetry/api'
import { durationOf, type SpanPlan } from './plan.ts'

/** Bounds of buckets as OpenTelemetry's GenAI conventions advise for durations; the SDK's own are meant for milliseconds. */
export const SECONDS = Array.from({ length: 14 }, (_, power) => 2 ** power / 100)
/** And for counts of tokens. */
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power)

const NAMES = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.response.model',
] as const

/** What instrumentation libraries measure of each call of a model. */
export class CallMeasures {
  readonly #tokens: Histogram
  readonly #duration: Histogram
  readonly #firstChunk: Histogram

  constructor(meter: Meter) {
    const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]) =>
      meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } })
    this.#tokens = histogram('gen_ai.client.token.usage', '{token}', 'Tokens that a call used', TOKENS)
    this.#duration = histogram('gen_ai.client.operation.duration', 's', 'How long a call took', SECONDS)
    this.#firstChunk = histogram(
      'gen_ai.client.operation.time_to_first_chunk',
      's',
      'Until the first part of an answer came',
      SECONDS,
    )
  }

  record(span: SpanPlan): void {
    const { attributes, error } = span
    if (attributes['gen_ai.request.model'] !== undefined) {
      const labels: Attributes = Object.fromEntries(NAMES.map((name) => [name, attributes[name]]))
      const failed = error === undefined ? labels : { ...labels, 'error.type': error.type }
      this.#duration.record(durationOf(span) / 1000, failed)
      const record = (histogram: Histogram, key: string, more: Attributes) => {
        const value = attributes[key]
        if (typeof value === 'number') histogram.record(value, { ...labels, ...more })
      }
      record(this.#tokens, 'gen_ai.usage.input_tokens', { 'gen_ai.token.type': 'input' })
      record(this.#tokens, 'gen_ai.usage.output_tokens', { 'gen_ai.token.type': 'output' })
      record(this.#firstChunk, 'gen_ai.response.time_to_first_chunk', {})
    }
    for (const child of span.children ?? []) this.record(child)
  }
}
