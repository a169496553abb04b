import type { Exemplar, MetricValue, RawMetricPoint } from '@pyflare/domain'
import { expect, test } from 'vitest'
import { createLimit } from './limit.ts'
import { createNormalize } from './normalize.ts'

const NOW_MS = 1_790_000_000_000
const NOW_NS = BigInt(NOW_MS) * 1_000_000n
const distribution = { count: 3n, sum: 6, min: 1, max: 3 }
const buckets = { offset: 1, counts: [1n, 2n] }

function point(value: MetricValue, fields: Partial<RawMetricPoint> = {}): RawMetricPoint {
  return {
    metricName: 'm',
    description: '',
    unit: '1',
    temporality: 'cumulative',
    isMonotonic: false,
    startTimeNs: NOW_NS - 9n,
    timeNs: NOW_NS,
    flags: 0,
    attributes: new Map([['gen_ai.request.model', 'gpt-4o']]),
    resource: new Map([['service.name', 'shop']]),
    scope: { name: 's', version: '', attributes: new Map() },
    value,
    exemplars: [],
    ...fields,
  }
}

const limit = createLimit({ maxAttributes: 10, maxValueLength: 100, maxEvents: 1, maxLinks: 1 })
const shape = (raw: RawMetricPoint) => {
  const { kept, rejections } = limit.points([raw], NOW_MS)
  return createNormalize().points(kept).kept[0]?.record ?? rejections[0]?.reason
}
const gauge: MetricValue = { type: 'gauge', value: 1 }

test('each type of point fills its own columns', () => {
  expect(shape(point(gauge))).toMatchObject({
    valueType: 'gauge',
    value: 1,
    serviceName: 'shop',
    modelId: 'gpt-4o',
    temporality: 'cumulative',
  })
  expect(shape(point({ type: 'histogram', ...distribution, bounds: [1, 2], counts: [1n, 1n, 1n] }))).toMatchObject({
    ...distribution,
    bucketBounds: [1, 2],
    bucketCounts: [1n, 1n, 1n],
  })
  const exponential: MetricValue = {
    type: 'exponential_histogram',
    ...distribution,
    scale: 3,
    zeroCount: 1n,
    zeroThreshold: 0.5,
    positive: buckets,
    negative: { offset: -2, counts: [] },
  }
  expect(shape(point(exponential))).toMatchObject({
    scale: 3,
    zeroCount: 1n,
    positiveOffset: 1,
    positiveCounts: [1n, 2n],
    negativeOffset: -2,
  })
  expect(shape(point({ type: 'summary', count: 2n, sum: 3, quantiles: [{ quantile: 0.5, value: 1 }] }))).toMatchObject({
    count: 2n,
    sum: 3,
    quantiles: [0.5],
    quantileValues: [1],
  })
})

test.each<[string, RawMetricPoint, RegExp]>([
  ['no name', point(gauge, { metricName: '' }), /no name/],
  ['no value', point({ type: 'gauge', value: Number.NaN }), /not a finite number/],
  ['an endless value', point({ type: 'sum', value: Number.POSITIVE_INFINITY }), /not a finite number/],
  [
    'buckets that do not fit',
    point({ type: 'histogram', ...distribution, bounds: [1], counts: [1n] }),
    /one bucket more/,
  ],
  [
    'bounds that fall',
    point({ type: 'histogram', ...distribution, bounds: [2, 1], counts: [1n, 1n, 1n] }),
    /must rise/,
  ],
  [
    'a bound that is none',
    point({ type: 'histogram', ...distribution, bounds: [Number.NaN], counts: [1n, 1n] }),
    /must rise/,
  ],
  [
    'too many buckets',
    point({
      type: 'histogram',
      ...distribution,
      bounds: Array.from({ length: 5000 }, (_, place) => place),
      counts: Array(5001).fill(0n),
    }),
    /more than 4096/,
  ],
  ['a time in milliseconds', point(gauge, { timeNs: BigInt(NOW_MS) }), /milliseconds/],
])('a point with %s is not kept', (_name, raw, reason) => {
  expect(shape(raw)).toMatch(reason)
})

test('a point is mended where it can be', () => {
  expect(shape(point(gauge, { timeNs: 0n, startTimeNs: 2n ** 64n - 1n }))).toMatchObject({
    timeNs: NOW_NS,
    startTimeNs: 0n,
  })
  const odd = { ...distribution, sum: Number.NaN, min: undefined }
  expect(shape(point({ type: 'histogram', ...odd, bounds: [1], counts: [] }))).toMatchObject({
    sum: undefined,
    min: undefined,
    bucketBounds: [],
  })
})

test('exemplars keep their trace, and those without a value go', () => {
  const exemplar: Exemplar = {
    timeNs: NOW_NS,
    value: 2,
    traceId: new Uint8Array(16).fill(10),
    spanId: new Uint8Array(8).fill(11),
    attributes: new Map([['a', 'b']]),
  }
  const record = shape(point(gauge, { exemplars: [exemplar, { ...exemplar, value: Number.NaN }] }))
  expect(record).toHaveProperty(
    'exemplars',
    `[{"time_ns":"${NOW_NS}","value":2,"trace_id":"${'0a'.repeat(16)}","span_id":"${'0b'.repeat(8)}","attributes":{"a":"b"}}]`,
  )
})
