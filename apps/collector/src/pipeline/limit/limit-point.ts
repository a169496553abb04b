import type { MetricValue, RawMetricPoint } from '@pyflare/domain'
import { AttributeLimiter, type AttributeLimits, cutText } from './attribute-limiter.ts'
import { reference } from './ids.ts'
import { MAX_NAME_LENGTH } from './limit-span.ts'
import type { Limited } from './limited.ts'
import { isSane, timeProblem } from './time.ts'

const MAX_BUCKETS = 4096
const MAX_QUANTILES = 256
const MAX_EXEMPLARS = 32
const MAX_SCALE = 64
const MAX_DESCRIPTION = 4096

/** A data point within bounds and with sane times, or the reason why it cannot be kept. */
export function limitPoint(
  point: RawMetricPoint,
  limits: AttributeLimits,
  receivedAtNs: bigint,
): Limited<RawMetricPoint> | string {
  if (point.metricName === '') return 'the metric has no name'
  const timeNs = point.timeNs || receivedAtNs
  const problem = timeProblem('time', timeNs, receivedAtNs) ?? valueProblem(point.value)
  if (problem !== undefined) return problem
  const limiter = AttributeLimiter.ofKept(limits)
  const raw: RawMetricPoint = {
    ...point,
    metricName: cutText(point.metricName, MAX_NAME_LENGTH),
    description: cutText(point.description, MAX_DESCRIPTION),
    unit: cutText(point.unit, MAX_NAME_LENGTH),
    timeNs,
    startTimeNs: isSane(point.startTimeNs, receivedAtNs) && point.startTimeNs <= timeNs ? point.startTimeNs : 0n,
    attributes: limiter.attributes(point.attributes).attributes,
    resource: limiter.attributes(point.resource).attributes,
    value: withFiniteSums(point.value),
    exemplars: point.exemplars
      .filter(({ value }) => Number.isFinite(value))
      .slice(0, MAX_EXEMPLARS)
      .map((exemplar) => ({
        ...exemplar,
        ...reference(exemplar.traceId, exemplar.spanId),
        timeNs: isSane(exemplar.timeNs, receivedAtNs) ? exemplar.timeNs : timeNs,
        attributes: limiter.attributes(exemplar.attributes).attributes,
      })),
  }
  return { raw, isTruncated: limiter.isTruncated, isLong: false }
}

/** One value that is no number would make every sum that it is part of no number either. */
function valueProblem(value: MetricValue): string | undefined {
  switch (value.type) {
    case 'gauge':
    case 'sum':
      return Number.isFinite(value.value) ? undefined : 'the value is missing or not a finite number'
    case 'histogram': {
      const { bounds, counts } = value
      if (counts.length > MAX_BUCKETS) return `the histogram has more than ${MAX_BUCKETS} buckets`
      if (counts.length !== 0 && counts.length !== bounds.length + 1)
        return 'the histogram must have one bucket more than bounds'
      return bounds.every((bound, place) => (place === 0 ? !Number.isNaN(bound) : bound > Number(bounds[place - 1])))
        ? undefined
        : 'the bounds of the histogram must rise'
    }
    case 'exponential_histogram': {
      const { scale, positive, negative } = value
      if (Math.max(positive.counts.length, negative.counts.length) > MAX_BUCKETS)
        return `the histogram has more than ${MAX_BUCKETS} buckets`
      return Math.abs(scale) <= MAX_SCALE ? undefined : 'the scale of the histogram is out of range'
    }
    case 'summary':
      return value.quantiles.length <= MAX_QUANTILES
        ? undefined
        : `the summary has more than ${MAX_QUANTILES} quantiles`
  }
}

function withFiniteSums(value: MetricValue): MetricValue {
  const finite = (number: number | undefined) => (Number.isFinite(number) ? number : undefined)
  switch (value.type) {
    case 'histogram':
      return {
        ...value,
        ...{ sum: finite(value.sum), min: finite(value.min), max: finite(value.max) },
        // Bounds without buckets say nothing.
        bounds: value.counts.length === 0 ? [] : value.bounds,
      }
    case 'exponential_histogram':
      return {
        ...value,
        ...{ sum: finite(value.sum), min: finite(value.min), max: finite(value.max) },
        zeroThreshold: finite(value.zeroThreshold) ?? 0,
      }
    case 'summary':
      return {
        ...value,
        sum: finite(value.sum) ?? 0,
        quantiles: value.quantiles.filter((each) => Number.isFinite(each.value) && Number.isFinite(each.quantile)),
      }
    default:
      return value
  }
}
