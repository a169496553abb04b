import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeasureSeriesQuery } from '../reader.ts'
import { type MetricInit, metric, metricBatch, NOON, NOON_NS, SECOND_NS } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
const PROJECT = 'project-a'

afterAll(() => test.close())

let series = 0n
/** A delta histogram of `count` values that sum up to `sum`, in buckets up to 1, 10 and beyond. */
function histogram(init: MetricInit, counts: readonly bigint[], sum: number): MetricInit {
  return metric({
    valueType: 'histogram',
    temporality: 'delta',
    seriesHash: series++,
    bucketBounds: [1, 10],
    bucketCounts: [...counts],
    count: counts.reduce((all, each) => all + each, 0n),
    sum,
    ...init,
  })
}

function counter(init: MetricInit, value: number): MetricInit {
  return metric({ valueType: 'sum', temporality: 'delta', isMonotonic: true, seriesHash: series++, value, ...init })
}

const tokens = (tokenType: string, init: MetricInit = {}) => ({
  metricName: 'gen_ai.client.token.usage',
  unit: '{token}',
  measure: 'genai.tokens',
  operationKind: 'chat',
  modelId: 'gpt',
  provider: 'openai',
  tokenType,
  ...init,
})
const duration = (metricName: string, init: MetricInit = {}) => ({
  metricName,
  unit: 's',
  measure: 'genai.duration',
  operationKind: 'chat',
  ...init,
})
const usage = (tokenType: string, init: MetricInit = {}) =>
  tokens(tokenType, { metricName: `gen_ai.client.inference.usage.${tokenType}_tokens`, ...init })

const SENT: readonly MetricInit[] = [
  // A library that tells each call by a histogram and all by counters, and the parts by counters alone.
  histogram(tokens('input', { serviceName: 'both' }), [0n, 0n, 2n], 300),
  histogram(tokens('output', { serviceName: 'both' }), [0n, 2n, 0n], 12),
  counter(usage('input', { serviceName: 'both' }), 300),
  counter(usage('output', { serviceName: 'both' }), 12),
  counter(usage('cache_read', { serviceName: 'both' }), 50),
  // One that tells all by counters.
  counter(usage('input', { serviceName: 'counters' }), 1000),
  counter(usage('output', { serviceName: 'counters' }), 100),
  // Two libraries over one client, and another model that only one of them tells of.
  ...['lib-a', 'lib-b'].map((scopeName) =>
    histogram(tokens('input', { serviceName: 'twice', scopeName }), [0n, 0n, 1n], 20),
  ),
  histogram(tokens('input', { serviceName: 'twice', scopeName: 'lib-b', modelId: 'claude' }), [0n, 0n, 1n], 7),
  // The words of the client and of the server for the same calls, and those of an agent for others.
  histogram(duration('gen_ai.client.operation.duration', { serviceName: 'both' }), [4n, 0n, 0n], 2),
  histogram(duration('gen_ai.server.request.duration', { serviceName: 'both' }), [4n, 0n, 0n], 2),
  histogram(duration('gen_ai.invoke_agent.duration', { serviceName: 'both', operationKind: 'agent' }), [0n, 1n, 0n], 5),
  // Milliseconds.
  histogram(
    duration('strands.event_loop.latency', { serviceName: 'strands', unit: 'ms', bucketBounds: [1000, 10_000] }),
    [0n, 2n, 0n],
    6000,
  ),
  metric({ metricName: 'queue.depth', value: 3 }),
]

beforeAll(async () => {
  test = await openTestStore()
  await test.store.writer.insertBlock({ signal: 'metric', batches: [metricBatch(...SENT)], token: '1' })
})

const RANGE = { startTime: new Date(NOON), endTime: new Date(NOON + 60_000) }

async function read(measure: MeasureSeriesQuery['measure'], query: Partial<MeasureSeriesQuery> = {}) {
  return test.store.reader.measureTimeseries({
    projectId: PROJECT,
    ...RANGE,
    measure,
    bucketSeconds: 60,
    maxSeries: 10,
    ...query,
  })
}

async function values(measure: MeasureSeriesQuery['measure'], query: Partial<MeasureSeriesQuery> = {}) {
  const found = await read(measure, query)
  return Object.fromEntries((found?.series ?? []).map(({ label, points }) => [label, points[0]?.value]))
}

describe('what metrics measure', () => {
  it('is said of each', async () => {
    const metrics = await test.store.reader.listMetrics({ projectId: PROJECT, ...RANGE })
    const told = Object.fromEntries(metrics.map(({ name, measure }) => [name, measure]))
    expect(told).toMatchObject({
      'gen_ai.client.token.usage': 'genai.tokens',
      'strands.event_loop.latency': 'genai.duration',
      'queue.depth': '',
    })
  })

  it('counts every call once, whoever tells of it', async () => {
    expect(await values('genai.tokens', { groupBy: 'service_name' })).toEqual({ both: 312, counters: 1100, twice: 27 })
    expect(await values('genai.tokens')).toEqual({ '': 1439 })
    expect(await values('genai.tokens', { groupBy: 'model_id' })).toEqual({ gpt: 1432, claude: 7 })
  })

  it('tells parts of tokens beside the others, and never adds them', async () => {
    expect(await values('genai.tokens', { groupBy: 'token_type' })).toEqual({
      input: 1327,
      output: 112,
      cache_read: 50,
    })
    expect(await values('genai.tokens', { groupBy: 'token_type', service: 'both' })).toEqual({
      input: 300,
      output: 12,
      cache_read: 50,
    })
  })

  it('is of one kind of calls where it is asked so, and in one unit', async () => {
    expect(await values('genai.duration', { aggregation: 'count', groupBy: 'operation_kind' })).toEqual({
      chat: 6,
      agent: 1,
    })
    expect(await values('genai.duration', { aggregation: 'avg', groupBy: 'service_name' })).toEqual({
      both: 7 / 5,
      strands: 3,
    })
    const p50 = await values('genai.duration', { aggregation: 'p50', service: 'strands' })
    expect(p50).toEqual({ '': 5.5 })
  })

  it('says what it is made of, in which unit, and how near the values are', async () => {
    expect(await read('genai.duration')).toMatchObject({
      unit: 's',
      aggregation: 'p95',
      estimated: true,
      metrics: [
        'gen_ai.client.operation.duration',
        'gen_ai.server.request.duration',
        'gen_ai.invoke_agent.duration',
        'strands.event_loop.latency',
      ],
    })
    expect(await read('genai.tokens')).toMatchObject({ unit: '{token}', aggregation: 'sum', estimated: false })
  })

  it('of each call is not told by counters', async () => {
    expect(await values('genai.tokens', { aggregation: 'avg', groupBy: 'service_name' })).toEqual({
      both: 78,
      twice: 13.5,
    })
  })

  it('folds what is beyond the number of series', async () => {
    expect(await values('genai.tokens', { groupBy: 'service_name', maxSeries: 1 })).toMatchObject({
      other: expect.any(Number),
    })
  })

  it('is nothing where no metric has it, and cannot be put together otherwise', async () => {
    expect(await read('genai.tpot')).toBeUndefined()
    expect(
      await read('genai.tokens', {
        startTime: new Date(NOON + 3_600_000 * 3),
        endTime: new Date(NOON + 3_600_000 * 4),
      }),
    ).toBeUndefined()
    await expect(read('genai.tokens', { aggregation: 'last' })).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  it('of cumulative points is what each added', async () => {
    const point = (seconds: bigint, count: bigint, sum: number): MetricInit =>
      histogram(
        tokens('input', {
          projectId: 'cumulative',
          temporality: 'cumulative',
          seriesHash: 7n,
          timeNs: NOON_NS + seconds * SECOND_NS,
          startTimeNs: NOON_NS - 60n * SECOND_NS,
        }),
        [0n, 0n, count],
        sum,
      )
    const batches = [metricBatch(point(-30n, 1n, 100), point(10n, 2n, 250), point(20n, 4n, 700))]
    await test.store.writer.insertBlock({ signal: 'metric', batches, token: 'cumulative' })
    expect(await values('genai.tokens', { projectId: 'cumulative' })).toEqual({ '': 600 })
  })
})
