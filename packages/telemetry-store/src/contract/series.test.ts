import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SpanSeriesQuery } from '../reader.ts'
import { entry, indexRow } from './facts.ts'
import {
  hex,
  log,
  logBatch,
  metric,
  metricBatch,
  NOON,
  NOON_NS,
  SECOND_NS,
  span,
  spanId,
  traceBatch,
  traceId,
} from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
const PROJECT = 'project-a'
const MINUTE_NS = 60n * SECOND_NS
const MODELS = ['gpt', 'claude', 'tiny']

/** Ten traces of two spans, one in each of ten minutes: an agent of 100 ms and a call of its number in milliseconds. */
beforeAll(async () => {
  test = await openTestStore()
  for (const projectId of [PROJECT, 'project-b']) {
    const calls = Array.from({ length: 10 }, (_, number) => ({
      number,
      modelId: MODELS[number % 3]!,
      userId: number < 5 ? 'ann' : 'bob',
      startTimeNs: NOON_NS + BigInt(number) * MINUTE_NS,
      environment: number < 8 ? 'prod' : 'dev',
      sessionId: `s${number % 2}`,
      featureId: number < 3 ? 'search' : '',
      team: number < 6 ? 'core' : 'edge',
    }))
    const records = calls.flatMap(({ number, ...call }) => [
      span({
        projectId,
        traceId: traceId(number),
        spanId: spanId(100 + number),
        ...call,
        modelId: '',
        operationKind: 'agent',
        durationNs: 100_000_000n,
      }),
      span({
        projectId,
        traceId: traceId(number),
        spanId: spanId(number),
        ...call,
        durationNs: BigInt(number + 1) * 1_000_000n,
        provider: 'openai',
        serviceName: 'llm',
        status: number === 9 ? 'error' : 'unset',
      }),
    ])
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: projectId })
    await test.store.settlement.write(
      projectId,
      calls.map(({ number, ...call }) => ({
        index: indexRow({ traceId: hex(traceId(number)), ...call, models: [call.modelId] }),
        replacesStartTimeNs: undefined,
        patches: [],
        entries: [
          entry({
            spanId: hex(spanId(number)),
            timeNs: call.startTimeNs,
            modelId: call.modelId,
            userId: call.userId,
            sessionId: call.sessionId,
            featureId: call.featureId,
            team: call.team,
            environment: call.environment,
            inputTokens: 10,
            outputTokens: number,
            costNanos: call.modelId === 'tiny' ? 0n : 1_000_000_000n,
            costSource: call.modelId === 'tiny' ? '' : 'computed',
            errors: number === 9 ? 1 : 0,
          }),
        ],
      })),
    )
  }
})

afterAll(() => test.close())

const RANGE = { projectId: PROJECT, startTime: new Date(NOON), endTime: new Date(NOON + 600_000) }

async function series(query: Partial<SpanSeriesQuery> & Pick<SpanSeriesQuery, 'measure'>) {
  const found = await test.store.reader.spanTimeseries({ ...RANGE, bucketSeconds: 300, maxSeries: 10, ...query })
  return Object.fromEntries(found.series.map(({ label, points }) => [label, points.map((point) => point.value)]))
}

describe('series', () => {
  it.each<[SpanSeriesQuery['measure'], (number | null)[]]>([
    ['traces', [5, 5]],
    ['spans', [10, 10]],
    ['errors', [0, 1]],
    ['input_tokens', [50, 50]],
    ['output_tokens', [10, 35]],
    ['cost', [4, 3]],
  ])('of %s', async (measure, expected) => {
    expect(await series({ measure })).toEqual({ '': expected })
    // Buckets that no sum by minute fits are read from the rows themselves, and come to the same.
    const seconds = await series({ measure, bucketSeconds: 50 })
    expect(seconds['']?.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(
      expected.reduce((sum: number, value) => sum + (value ?? 0), 0),
    )
  })

  it('say whether quantiles come from sketches', async () => {
    const said = async (query: Partial<SpanSeriesQuery> & Pick<SpanSeriesQuery, 'measure'>) =>
      (await test.store.reader.spanTimeseries({ ...RANGE, bucketSeconds: 300, maxSeries: 1, ...query })).estimated
    expect(await said({ measure: 'duration_p95' })).toBe(true)
    expect(await said({ measure: 'duration_p95', bucketSeconds: 50 })).toBe(false)
    expect(await said({ measure: 'duration_p95', groupBy: 'user_id' })).toBe(false)
    expect(await said({ measure: 'cost' })).toBe(false)
  })

  it('begin where the range does, in RFC 3339', async () => {
    const found = await test.store.reader.spanTimeseries({
      ...RANGE,
      measure: 'spans',
      bucketSeconds: 300,
      maxSeries: 1,
    })
    expect(found.series[0]?.points.map((point) => point.time)).toEqual([
      '2026-11-20T12:00:00.000000000Z',
      '2026-11-20T12:05:00.000000000Z',
    ])
  })

  it('of latency are quantiles, and gaps where nothing ran', async () => {
    const range = { startTime: new Date(NOON - 300_000), endTime: new Date(NOON + 300_000) }
    const [gap, value] = (await series({ measure: 'duration_p50', service: 'llm', ...range }))['']!
    expect(gap).toBeNull()
    expect(value).toBeGreaterThan(2.9)
    expect(value).toBeLessThan(3.1)
    expect((await series({ measure: 'duration_p99', groupBy: 'user_id', bucketSeconds: 600 })).ann?.[0]).toBeCloseTo(
      100,
    )
    expect((await series({ measure: 'spans', ...range }))['']?.[0]).toBe(0)
  })

  it.each<[SpanSeriesQuery['groupBy'], SpanSeriesQuery['measure'], Record<string, number>]>([
    ['model_id', 'cost', { gpt: 4, claude: 3, tiny: 0 }],
    ['model_id', 'traces', { gpt: 4, claude: 3, tiny: 3 }],
    ['service_name', 'spans', { shop: 10, llm: 10 }],
    ['operation_kind', 'spans', { agent: 10, chat: 10 }],
    ['provider', 'traces', { '': 10, openai: 10 }],
    ['environment', 'errors', { prod: 0, dev: 1 }],
    ['user_id', 'cost', { ann: 4, bob: 3 }],
    ['user_id', 'spans', { ann: 10, bob: 10 }],
    ['session_id', 'traces', { s0: 5, s1: 5 }],
    ['session_id', 'cost', { s0: 3, s1: 4 }],
    ['session_id', 'errors', { s0: 0, s1: 1 }],
    ['feature_id', 'traces', { search: 3, '': 7 }],
    ['feature_id', 'cost', { search: 2, '': 5 }],
    ['feature_id', 'spans', { search: 6, '': 14 }],
    ['team', 'traces', { core: 6, edge: 4 }],
    ['team', 'input_tokens', { core: 60, edge: 40 }],
    ['release', 'spans', { '': 20 }],
    ['model_version', 'traces', { '': 10 }],
    ['cost_source', 'cost', { computed: 7, '': 0 }],
    ['price_version', 'input_tokens', { 1: 100 }],
  ])('by %s of %s', async (groupBy, measure, expected) => {
    expect(await series({ groupBy, measure, bucketSeconds: 3600 })).toEqual(
      Object.fromEntries(Object.entries(expected).map(([label, value]) => [label, [value]])),
    )
    expect(await series({ groupBy, measure, bucketSeconds: 1200 })).toEqual(
      Object.fromEntries(Object.entries(expected).map(([label, value]) => [label, [value]])),
    )
  })

  it('beyond the most are folded into one', async () => {
    expect(await series({ measure: 'cost', groupBy: 'model_id', maxSeries: 1, bucketSeconds: 3600 })).toEqual({
      gpt: [4],
      other: [3],
    })
  })

  it('are filtered', async () => {
    expect(await series({ measure: 'spans', model: 'gpt' })).toEqual({ '': [2, 2] })
    expect(await series({ measure: 'traces', model: 'gpt' })).toEqual({ '': [2, 2] })
    expect(await series({ measure: 'cost', model: 'gpt', environment: 'prod' })).toEqual({ '': [2, 1] })
    expect(await series({ measure: 'spans', service: 'llm' })).toEqual({ '': [5, 5] })
  })

  it.each<[Partial<SpanSeriesQuery>, Partial<Record<SpanSeriesQuery['measure'], number[]>>]>([
    [{ userId: 'ann' }, { traces: [5, 0], spans: [10, 0], cost: [4, 0], input_tokens: [50, 0] }],
    [{ sessionId: 's1' }, { traces: [2, 3], spans: [4, 6], cost: [2, 2], input_tokens: [20, 30] }],
    [{ featureId: 'search' }, { traces: [3, 0], spans: [6, 0], cost: [2, 0], input_tokens: [30, 0] }],
    [{ team: 'edge' }, { traces: [0, 4], spans: [0, 8], cost: [0, 3], input_tokens: [0, 40] }],
    [
      { team: 'core', sessionId: 's0', model: 'gpt' },
      { traces: [1, 0], spans: [1, 0], cost: [1, 0] },
    ],
  ])('are filtered by whose they are: %o', async (filter, expected) => {
    for (const [measure, values] of Object.entries(expected)) {
      expect(await series({ measure: measure as SpanSeriesQuery['measure'], ...filter })).toEqual({ '': values })
    }
  })

  it.each<[SpanSeriesQuery['measure'], string]>([
    ['spans', 'trace_id'],
    ['cost', 'trace_id'],
    ['traces', 'cost_source'],
    ['errors', 'price_version'],
  ])('of %s refuse to be grouped by %s', async (measure, groupBy) => {
    await expect(series({ measure, groupBy })).rejects.toMatchObject({ code: 'invalid_argument' })
  })
})

describe('lists', () => {
  it('of services', async () => {
    expect(await test.store.reader.listServices(RANGE)).toEqual([
      {
        service_name: 'llm',
        traces: 0,
        spans: 10,
        errors: 1,
        duration_p95_ms: expect.closeTo(9, 0),
        last_seen: '2026-11-20T12:09:00.000000000Z',
      },
      {
        service_name: 'shop',
        traces: 10,
        spans: 10,
        errors: 0,
        duration_p95_ms: expect.closeTo(100, -1),
        last_seen: '2026-11-20T12:09:00.000000000Z',
      },
    ])
  })

  it('of models, whose cost is unknown where nothing has a price', async () => {
    const rows = await test.store.reader.listModels(RANGE)
    expect(rows.map((row) => [row.model_id, row.calls, row.errors, row.input_tokens, row.cost_usd])).toEqual(
      expect.arrayContaining([
        ['gpt', 4, 1, 40, 4],
        ['claude', 3, 0, 30, 3],
        ['tiny', 3, 0, 30, null],
      ]),
    )
    expect(rows).toHaveLength(3)
    expect(rows[0]?.duration_p95_ms).toBeGreaterThan(5)
  })

  it('and where the data begins and ends', async () => {
    await test.store.writer.insertBlock({
      signal: 'log',
      batches: [logBatch(log({ projectId: 'extent' }), log({ projectId: 'extent', timeNs: NOON_NS + 1n }))],
      token: 'e',
    })
    await test.store.writer.insertBlock({
      signal: 'metric',
      batches: [metricBatch(metric({ projectId: 'extent' }))],
      token: 'e',
    })
    expect(await test.store.reader.extent('extent')).toEqual({
      traces: null,
      logs: { oldest: '2026-11-20T12:00:00.000000000Z', newest: '2026-11-20T12:00:00.000000001Z' },
      metrics: { oldest: '2026-11-20T12:00:00.000000000Z', newest: '2026-11-20T12:00:00.000000000Z' },
    })
    expect((await test.store.reader.extent(PROJECT)).traces).toEqual({
      oldest: '2026-11-20T12:00:00.000000000Z',
      newest: '2026-11-20T12:09:00.000000000Z',
    })
  })
})
