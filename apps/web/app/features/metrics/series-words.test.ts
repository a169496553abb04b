import { expect, test } from 'vitest'
import type { Timeseries } from '~/api/rows.ts'
import { aggregationsOf, isMeasured, seriesWords } from './series-words.ts'

const words = (timeseries: Partial<Timeseries>, valueType?: string) => {
  const whole = {
    name: 'm',
    unit: '',
    aggregation: null,
    estimated: false,
    bucket_seconds: 900,
    metrics: [],
    series: [],
    ...timeseries,
  }
  const { subtitle, scale } = seriesWords(whole, valueType)
  return [subtitle, scale.format(0.25)].map((each) => each.replaceAll('\u00a0', ' '))
}

test.each<[Partial<Timeseries>, string | undefined, string, string]>([
  [{ unit: '{span}' }, undefined, 'spans, per 15 min', '0.25'],
  [{ unit: 'ms', estimated: true }, undefined, 'per 15 min, within 1 %', '250 µs'],
  [
    { unit: 's', aggregation: 'p95', estimated: true },
    'histogram',
    'p95, per 15 min, estimated from buckets',
    '250 ms',
  ],
  [{ unit: 's', aggregation: 'max' }, 'histogram', 'max, per 15 min', '250 ms'],
  [{ unit: 's', aggregation: 'p50', estimated: true }, 'summary', 'p50, per 15 min, mean of what was sent', '250 ms'],
  [{ unit: 's', aggregation: 'count' }, 'histogram', 'measurements, per 15 min', '0.25'],
  [{ unit: 's', aggregation: 'rate' }, 'histogram', 'measurements per second, every 15 min', '0.25'],
  [{ unit: '{request}', aggregation: 'rate' }, 'sum', 'requests per second, every 15 min', '0.25'],
  [
    { name: 'genai.ttft', unit: 's', aggregation: 'p95', estimated: true },
    undefined,
    'p95, per 15 min, estimated from buckets',
    '250 ms',
  ],
  [{ unit: 'By', aggregation: 'rate' }, 'sum', 'per second, every 15 min', '0 B'],
  [{ unit: '{request}', aggregation: 'sum' }, 'sum', 'sum, requests, per 15 min', '0.25'],
  [{ unit: '{request}', aggregation: 'count' }, 'gauge', 'points, per 15 min', '0.25'],
])('%j of a %s: %s, %s', (timeseries, valueType, subtitle, value) => {
  expect(words(timeseries, valueType)).toEqual([subtitle, value])
})

test('a histogram was last nothing, and a measure of several metrics has no rate either', () => {
  expect(aggregationsOf('m', 'exponential_histogram')).not.toContain('last')
  expect(aggregationsOf('m', 'gauge')).toContain('last')
  expect(aggregationsOf('genai.duration', '')).toEqual(['avg', 'sum', 'min', 'max', 'count', 'p50', 'p95', 'p99'])
})

test('what was measured stands on the scale of values, how often it was does not', () => {
  expect(isMeasured('p95')).toBe(true)
  for (const each of ['rate', 'sum', 'count', null] as const) expect(isMeasured(each)).toBe(false)
})
