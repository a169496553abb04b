import type { SamplingConfig } from './sampling-rule.ts'

/** What a rule may look at. Attribute values are as the client sent them, printed. */
export interface Sampleable {
  serviceName: string
  /** The value at a key of the span, or else of its resource; undefined where neither has it. */
  attribute: (key: string) => string | undefined
}

/** The share of spans like this one that are kept, 0 to 1: the rate of the first rule that matches, else the default rate. */
export function samplingRateOf({ rules, defaultRate }: SamplingConfig, span: Sampleable): number {
  const rule = rules.find(
    ({ service, attribute }) =>
      (service === undefined || service === span.serviceName) &&
      (attribute === undefined || span.attribute(attribute.key) === attribute.value),
  )
  return rule?.rate ?? defaultRate
}

/** No span has a higher rate than this. */
export function highestRateOf({ rules, defaultRate }: SamplingConfig): number {
  return Math.max(defaultRate, ...rules.map(({ rate }) => rate))
}

/**
 * Whether a trace is among the share that is kept. Depends on the trace id alone: every machine decides alike, so a trace is
 * kept whole wherever its spans have one rate, and what a lower rate keeps a higher one keeps too.
 */
export function isTraceKept(traceId: Uint8Array, rate: number): boolean {
  return rate >= 1 || traceFraction(traceId) < rate
}

/**
 * A number from 0 to below 1, even over traces. Ids are mixed (the finalizer of MurmurHash3), because some are times or
 * counters, and because a client that sampled by the same bits would else have taken the decision already.
 */
export function traceFraction(traceId: Uint8Array): number {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (const byte of traceId) {
    high = mix(high ^ byte)
    low = mix(Math.imul(low, 31) + byte)
  }
  return ((high >>> 0) * 2 ** 21 + (low >>> 11)) / 2 ** 53
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
