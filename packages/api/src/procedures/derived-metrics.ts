import { PyflareError } from '@pyflare/observe'
import type { SpanSeriesQuery } from '@pyflare/telemetry-store'

interface DerivedMetric {
  measure: SpanSeriesQuery['measure']
  /** In UCUM, as OpenTelemetry writes units. */
  unit: string
}

const DERIVED: ReadonlyMap<string, DerivedMetric> = new Map([
  ['pyflare.traces', { measure: 'traces', unit: '{trace}' }],
  ['pyflare.spans', { measure: 'spans', unit: '{span}' }],
  ['pyflare.errors', { measure: 'errors', unit: '{span}' }],
  ['pyflare.duration.p50', { measure: 'duration_p50', unit: 'ms' }],
  ['pyflare.duration.p95', { measure: 'duration_p95', unit: 'ms' }],
  ['pyflare.duration.p99', { measure: 'duration_p99', unit: 'ms' }],
  ['pyflare.input_tokens', { measure: 'input_tokens', unit: '{token}' }],
  ['pyflare.output_tokens', { measure: 'output_tokens', unit: '{token}' }],
  ['pyflare.cost', { measure: 'cost', unit: 'USD' }],
])

export const derivedMetrics: readonly string[] = [...DERIVED.keys()]

/** What a `pyflare.*` name means; undefined for a metric that a client sent. */
export function derivedMeasure(name: string): DerivedMetric | undefined {
  return DERIVED.get(name)
}

/** @throws PyflareError `invalid_argument`: the name says it all. */
export function refuseAggregation(name: string): void {
  throw new PyflareError(
    'invalid_argument',
    `${name} is put together as its name says: leave aggregation out, or choose another of ${derivedMetrics.join(', ')}.`,
  )
}

/** @throws PyflareError `invalid_argument` for a filter that metrics cannot be filtered by: their points do not say it. */
export function refuseDerivedFilters(filters: Readonly<Record<string, string | undefined>>): void {
  const given = Object.keys(filters).find((key) => filters[key])
  if (given === undefined) return
  throw new PyflareError(
    'invalid_argument',
    `Points of metrics do not say ${given}: leave it out, or ask for one of ${derivedMetrics.join(', ')}.`,
  )
}

const PREFIX = 'pyflare.'

/** @throws PyflareError `invalid_argument` for a name that only a derived metric would have, and none has. */
export function refuseUnknownDerived(name: string): void {
  if (!name.startsWith(PREFIX)) return
  throw new PyflareError(
    'invalid_argument',
    `PyFlare derives no metric ${name} from spans, and no client sent one in this range. Derived are ${derivedMetrics.join(', ')}.`,
  )
}
