import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricSeriesQuery } from '../reader.ts'
import { type MetricInit, metric, metricBatch, NOON, NOON_NS, SECOND_NS } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
let block = 0

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

async function insert(...records: MetricInit[]): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'metric', batches: [metricBatch(...records)], token: `m${block++}` })
}

const MINUTE_NS = 60n * SECOND_NS

/** The values by minute from noon on, of five minutes unless said otherwise. */
async function series(name: string, query: Partial<MetricSeriesQuery> = {}) {
  const found = await test.store.reader.metricTimeseries({
    projectId: 'project-a',
    name,
    startTime: new Date(NOON),
    endTime: new Date(NOON + 5 * 60_000),
    bucketSeconds: 60,
    maxSeries: 10,
    ...query,
  })
  return Object.fromEntries(
    (found?.series ?? []).map(({ label, points }) => [label, points.map((point) => point.value)]),
  )
}

async function estimated(name: string, aggregation: MetricSeriesQuery['aggregation']): Promise<boolean | undefined> {
  const range = { startTime: new Date(NOON), endTime: new Date(NOON + 5 * 60_000), bucketSeconds: 60, maxSeries: 1 }
  const found = await test.store.reader.metricTimeseries({ projectId: 'project-a', name, aggregation, ...range })
  return found?.estimated
}

/** One point a minute, in the middle of it. */
function points(
  name: string,
  values: (number | undefined)[],
  more: (minute: number) => MetricInit = () => ({}),
): MetricInit[] {
  return values.flatMap((value, minute) => {
    const timeNs = NOON_NS + BigInt(minute) * MINUTE_NS + 30n * SECOND_NS
    return value === undefined ? [] : [metric({ metricName: name, timeNs, value, ...more(minute) })]
  })
}

const counter = (temporality: string, startTimeNs: bigint): MetricInit => ({
  valueType: 'sum',
  temporality,
  isMonotonic: true,
  startTimeNs,
})

describe('gauges', () => {
  it('are averaged, and a bucket without points is a gap', async () => {
    await insert(...points('g', [1, undefined, 3]))
    expect(await series('g')).toEqual({ '': [1, null, 3, null, null] })
  })

  it('of several series are put together series by series', async () => {
    const often = [0, 10, 20].map((seconds) =>
      metric({ metricName: 'mixed', seriesHash: 1n, value: 10, timeNs: NOON_NS + BigInt(seconds) * SECOND_NS }),
    )
    await insert(...often, metric({ metricName: 'mixed', seriesHash: 2n, value: 40, timeNs: NOON_NS + 5n * SECOND_NS }))
    const first = async (aggregation: MetricSeriesQuery['aggregation']) =>
      (await series('mixed', { aggregation }))['']?.[0]
    expect(await first('avg')).toBe(25)
    expect(await first('sum')).toBe(50)
    expect(await first('min')).toBe(10)
    expect(await first('max')).toBe(40)
    expect(await first('count')).toBe(4)
    expect(await first('last')).toBe(10)
    expect(await first('p50')).toBe(10)
    expect(await first('p99')).toBeCloseTo(39.1)
  })
})

describe('counters', () => {
  it('that are cumulative add what each point adds to the one before, from before the range too', async () => {
    const start = NOON_NS - 60n * MINUTE_NS
    const before = metric({
      metricName: 'c',
      value: 100,
      timeNs: NOON_NS - 30n * SECOND_NS,
      ...counter('cumulative', start),
    })
    await insert(before, ...points('c', [160, 160, 280], () => counter('cumulative', start)))
    expect(await series('c')).toEqual({ '': [1, 0, 2, null, null] })
    expect(await series('c', { aggregation: 'sum' })).toEqual({ '': [60, 0, 120, null, null] })
  })

  it('that begin before anything was read say nothing at first', async () => {
    await insert(...points('late', [1000, 1060], () => counter('cumulative', NOON_NS - 900n * MINUTE_NS)))
    expect(await series('late')).toEqual({ '': [0, 1, null, null, null] })
  })

  it('that begin within the range count from nothing', async () => {
    await insert(...points('new', [60, 180], () => counter('cumulative', NOON_NS + SECOND_NS)))
    expect(await series('new')).toEqual({ '': [1, 2, null, null, null] })
  })

  it('that were reset count anew, seen by their start or by a fall', async () => {
    const restarted = (minute: number) =>
      counter('cumulative', minute < 2 ? NOON_NS - MINUTE_NS : NOON_NS + 2n * MINUTE_NS)
    await insert(...points('restarted', [60, 120, 180], restarted))
    expect(await series('restarted')).toEqual({ '': [1, 1, 3, null, null] })
    await insert(...points('fallen', [60, 120, 30, 90], () => counter('cumulative', NOON_NS - MINUTE_NS)))
    expect(await series('fallen')).toEqual({ '': [1, 1, 0.5, 1, null] })
  })

  it('whose start is unknown take their first point as where they stand', async () => {
    await insert(
      ...points('unknown', [500, 560], (minute) =>
        counter('cumulative', NOON_NS + BigInt(minute === 0 ? 30 : 30) * SECOND_NS),
      ),
    )
    expect(await series('unknown')).toEqual({ '': [0, 1, null, null, null] })
  })

  it('that are deltas add up as they are', async () => {
    await insert(...points('d', [60, 120], () => counter('delta', 0n)))
    expect(await series('d')).toEqual({ '': [1, 2, null, null, null] })
  })

  it('of several series add up, each with its own resets', async () => {
    await insert(
      ...points('many', [60, 120], () => ({ seriesHash: 1n, ...counter('cumulative', NOON_NS - MINUTE_NS) })),
      ...points('many', [600, 60], () => ({ seriesHash: 2n, ...counter('cumulative', NOON_NS - MINUTE_NS) })),
    )
    expect(await series('many')).toEqual({ '': [11, 2, null, null, null] })
  })

  it('that may fall are shown as they stand', async () => {
    await insert(
      ...points('updown', [5, 3], () => ({ valueType: 'sum', temporality: 'cumulative', isMonotonic: false })),
    )
    expect(await series('updown')).toEqual({ '': [5, 3, null, null, null] })
  })
})

describe('histograms', () => {
  const bounds = [10, 20, 40]
  const histogram = (bucketCounts: number[], more: MetricInit = {}): MetricInit => ({
    valueType: 'histogram',
    temporality: 'delta',
    bucketBounds: bounds,
    bucketCounts: bucketCounts.map(BigInt),
    count: BigInt(bucketCounts.reduce((a, b) => a + b, 0)),
    ...more,
  })

  it('have quantiles interpolated within their buckets', async () => {
    await insert(...points('h', [0], () => histogram([0, 10, 10, 0], { sum: 500 })))
    expect((await series('h', { aggregation: 'p50' }))['']?.[0]).toBe(20)
    expect((await series('h'))['']?.[0]).toBe(38)
    expect((await series('h', { aggregation: 'avg' }))['']?.[0]).toBe(25)
    expect((await series('h', { aggregation: 'count' }))['']?.[0]).toBe(20)
    expect((await series('h', { aggregation: 'rate' }))['']?.[0]).toBeCloseTo(20 / 60)
    expect((await series('h', { aggregation: 'sum' }))['']?.[0]).toBe(500)
  })

  it('end at what was seen at most, and at a finite bound otherwise', async () => {
    await insert(
      ...points('open', [0, 0], (minute) => histogram([0, 0, 0, 5], minute === 0 ? {} : { min: 41, max: 95 })),
    )
    expect(await series('open', { aggregation: 'p99' })).toEqual({ '': [40, 41, null, null, null] })
    expect(await series('open', { aggregation: 'max' })).toEqual({ '': [40, 95, null, null, null] })
  })

  it('that are cumulative give what was added, over resets too', async () => {
    const cumulative: MetricInit = { temporality: 'cumulative', startTimeNs: NOON_NS - MINUTE_NS }
    const counts = [
      [10, 0, 0, 0],
      [10, 4, 0, 0],
      [10, 4, 2, 0],
      [0, 0, 1, 0],
    ]
    await insert(
      ...points('ch', [0, 0, 0, 0], (minute) =>
        histogram(counts[minute]!, { sum: counts[minute]!.length, ...cumulative }),
      ),
    )
    expect(await series('ch', { aggregation: 'count' })).toEqual({ '': [10, 4, 2, 1, null] })
    expect(await series('ch', { aggregation: 'p50' })).toEqual({ '': [5, 15, 30, 30, null] })
  })

  it('that are cumulative do not take the least and greatest since their process began for those of an interval', async () => {
    const cumulative: MetricInit = { temporality: 'cumulative', startTimeNs: NOON_NS - MINUTE_NS, min: 1, max: 39 }
    await insert(
      ...points('since-start', [0, 0], (minute) =>
        histogram(minute === 0 ? [5, 0, 5, 0] : [5, 4, 5, 0], { sum: 0, ...cumulative }),
      ),
    )
    // In the second minute there were four values from 10 to 20.
    expect((await series('since-start', { aggregation: 'min' }))['']).toEqual([1, 10, null, null, null])
    expect((await series('since-start', { aggregation: 'max' }))['']).toEqual([39, 20, null, null, null])
    expect(await estimated('since-start', 'max')).toBe(true)
  })

  it('say what is read off their buckets', async () => {
    await insert(...points('told', [0], () => histogram([0, 4, 0, 0], { sum: 60, min: 12, max: 18 })))
    const said = async (name: string) =>
      Promise.all((['min', 'max', 'avg', 'count', 'p95'] as const).map((each) => estimated(name, each)))
    expect(await said('told')).toEqual([false, false, false, false, true])
    await insert(...points('untold', [0], () => histogram([0, 4, 0, 0], { sum: 60 })))
    expect(await said('untold')).toEqual([true, true, false, false, true])
  })

  it('with other bounds are put together', async () => {
    const other: MetricInit = {
      seriesHash: 2n,
      valueType: 'histogram',
      temporality: 'delta',
      bucketBounds: [100],
      bucketCounts: [0n, 10n],
      count: 10n,
    }
    await insert(...points('bounds', [0], () => histogram([10, 0, 0, 0])), ...points('bounds', [0], () => other))
    expect((await series('bounds', { aggregation: 'p50' }))['']?.[0]).toBe(10)
    expect((await series('bounds', { aggregation: 'p99' }))['']?.[0]).toBe(100)
  })

  it('without buckets still count', async () => {
    await insert(...points('bare', [0], () => ({ valueType: 'histogram', temporality: 'delta', count: 4n, sum: 8 })))
    expect((await series('bare', { aggregation: 'avg' }))['']?.[0]).toBe(2)
    expect((await series('bare', { aggregation: 'p95' }))['']?.[0]).toBeNull()
  })
})

describe('exponential histograms', () => {
  const exponential = (
    scale: number,
    positiveOffset: number,
    positive: number[],
    more: MetricInit = {},
  ): MetricInit => ({
    valueType: 'exponential_histogram',
    temporality: 'delta',
    scale,
    positiveOffset,
    positiveCounts: positive.map(BigInt),
    count: BigInt(positive.reduce((a, b) => a + b, 0)) + (typeof more.zeroCount === 'bigint' ? more.zeroCount : 0n),
    ...more,
  })

  it('have quantiles interpolated in the logarithm', async () => {
    await insert(...points('e', [0], () => exponential(0, 3, [10])))
    expect((await series('e', { aggregation: 'p50' }))['']?.[0]).toBeCloseTo(8 * Math.SQRT2)
  })

  it('count zeros and negative values', async () => {
    const more: MetricInit = { zeroCount: 4n, negativeOffset: 0, negativeCounts: [4n] }
    await insert(...points('z', [0], () => ({ ...exponential(0, 0, [4], more), count: 12n })))
    expect((await series('z', { aggregation: 'p50' }))['']?.[0]).toBe(0)
    expect((await series('z', { aggregation: 'p99' }))['']?.[0]).toBeGreaterThan(1)
    expect((await series('z', { aggregation: 'min' }))['']?.[0]).toBe(-2)
  })

  it('of different scales are put together', async () => {
    await insert(
      ...points('scales', [0], () => exponential(1, 6, [10])),
      ...points('scales', [0], () => exponential(0, 10, [10], { seriesHash: 2n })),
    )
    const p99 = (await series('scales', { aggregation: 'p99' }))['']?.[0]
    const p50 = (await series('scales', { aggregation: 'p50' }))['']?.[0]
    expect(p50).toBeCloseTo(2 ** 3.5)
    expect(p99).toBeGreaterThan(1024)
  })

  it('that are cumulative may lower their scale, also with odd and negative offsets', async () => {
    const cumulative: MetricInit = { temporality: 'cumulative', startTimeNs: NOON_NS - MINUTE_NS }
    // Scale 1, indexes -3 to 0, is scale 0, indexes -2, -1, -1, 0.
    const before = exponential(1, -3, [1, 2, 3, 4], cumulative)
    const after = exponential(0, -2, [1, 5, 4, 0, 7], cumulative)
    await insert(...points('rescaled', [0, 0], (minute) => (minute === 0 ? before : after)))
    expect(await series('rescaled', { aggregation: 'count' })).toEqual({ '': [10, 7, null, null, null] })
    const [, second] = (await series('rescaled', { aggregation: 'p50' }))['']!
    expect(second).toBeCloseTo(4 * Math.SQRT2)
  })
})

describe('summaries', () => {
  it('show their quantiles, counts and means', async () => {
    const summary = (minute: number): MetricInit => ({
      valueType: 'summary',
      startTimeNs: NOON_NS - MINUTE_NS,
      count: BigInt(10 * (minute + 1)),
      sum: 50 * (minute + 1),
      quantiles: [0.5, 0.99],
      quantileValues: [3 + minute, 9],
    })
    await insert(...points('s', [0, 0], summary))
    expect(await series('s', { aggregation: 'p50' })).toEqual({ '': [3, 4, null, null, null] })
    expect(await series('s')).toEqual({ '': [9, 9, null, null, null] })
    expect(await series('s', { aggregation: 'count' })).toEqual({ '': [10, 10, null, null, null] })
    expect(await series('s', { aggregation: 'avg' })).toEqual({ '': [5, 5, null, null, null] })
  })
})

describe('groups', () => {
  it('are by column or attribute, and the smallest are folded', async () => {
    const sized = ['a', 'b', 'c', 'd'].flatMap((name, index) =>
      points('groups', [10 ** index], () => ({
        seriesHash: BigInt(index),
        serviceName: name,
        attributes: { 'http.route': `/${name}` },
        valueType: 'sum',
        temporality: 'delta',
      })),
    )
    await insert(...sized)
    const found = async (query: Partial<MetricSeriesQuery>) =>
      Object.fromEntries(
        Object.entries(await series('groups', { aggregation: 'sum', ...query })).map(([label, values]) => [
          label,
          values[0],
        ]),
      )
    expect(await found({ groupBy: 'service_name' })).toEqual({ a: 1, b: 10, c: 100, d: 1000 })
    expect(await found({ groupBy: 'attributes.http.route', maxSeries: 2 })).toEqual({
      '/d': 1000,
      '/c': 100,
      other: 11,
    })
    expect(await found({ groupBy: 'attributes.absent' })).toEqual({ '': 1111 })
    expect(await found({ service: 'b' })).toEqual({ '': 10 })
  })

  it('of histograms are folded as distributions', async () => {
    const one = (index: number, upper: number): MetricInit => ({
      seriesHash: BigInt(index),
      serviceName: `s${index}`,
      valueType: 'histogram',
      temporality: 'delta',
      bucketBounds: [upper],
      bucketCounts: [BigInt(index), 0n],
      count: BigInt(index),
    })
    await insert(...[1, 2, 3].flatMap((index) => points('folded', [0], () => one(index, 10 * index))))
    expect(await series('folded', { groupBy: 'service_name', maxSeries: 1, aggregation: 'count' })).toEqual({
      s3: [3, null, null, null, null],
      other: [3, null, null, null, null],
    })
  })

  it.each(['project_id', 'x); DROP TABLE metrics; --', 'attributes'])('refuse %j', async (groupBy) => {
    await expect(series('groups', { groupBy })).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  it('refuse what makes no sense', async () => {
    await expect(series('h', { aggregation: 'last' })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(series('h', { aggregation: 'median' as 'p50' })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(series('h', { bucketSeconds: 0 })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(series('h', { bucketSeconds: 1, endTime: new Date(NOON + 86_400_000) })).rejects.toMatchObject({
      code: 'invalid_argument',
    })
  })
})

describe('a list of metrics', () => {
  it('names what was seen in the range', async () => {
    const hour = 3600n * SECOND_NS
    await insert(
      metric({ projectId: 'listed', metricName: 'cpu.load', description: 'Load', unit: '1', seriesHash: 1n }),
      metric({
        projectId: 'listed',
        metricName: 'cpu.load',
        description: 'Load',
        unit: '1',
        seriesHash: 2n,
        serviceName: 'desk',
      }),
      metric({
        projectId: 'listed',
        metricName: 'requests',
        valueType: 'sum',
        temporality: 'delta',
        isMonotonic: true,
        timeNs: NOON_NS + hour,
      }),
    )
    const list = (more: object = {}) =>
      test.store.reader.listMetrics({
        projectId: 'listed',
        startTime: new Date(NOON - 1000),
        endTime: new Date(NOON + 7_200_000),
        ...more,
      })
    expect(await list()).toEqual([
      {
        name: 'cpu.load',
        description: 'Load',
        unit: '1',
        value_type: 'gauge',
        temporality: '',
        is_monotonic: false,
        measure: '',
        services: ['desk', 'shop'],
        series: 2,
        last_seen: '2026-11-20T12:00:00.000000000Z',
      },
      expect.objectContaining({
        name: 'requests',
        value_type: 'sum',
        temporality: 'delta',
        is_monotonic: true,
        series: 1,
      }),
    ])
    expect((await list({ search: 'CPU' })).map((each) => each.name)).toEqual(['cpu.load'])
    expect((await list({ service: 'desk' })).map((each) => each.name)).toEqual(['cpu.load'])
    expect((await list({ startTime: new Date(NOON + 1000) })).map((each) => each.name)).toEqual(['requests'])
  })

  it('and a metric that nobody sent has no series', async () => {
    expect(
      await test.store.reader.metricTimeseries({
        projectId: 'listed',
        name: 'none',
        startTime: new Date(NOON),
        endTime: new Date(NOON + 1000),
        bucketSeconds: 1,
        maxSeries: 1,
      }),
    ).toBeUndefined()
  })
})
