import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TelemetryReader } from '../reader.ts'
import { entry, indexRow } from './facts.ts'
import {
  evaluation,
  evaluationBatch,
  hex,
  intake,
  intakeBatch,
  log,
  logBatch,
  metric,
  metricBatch,
  NOON,
  NOON_NS,
  span,
  spanId,
  traceBatch,
  traceId,
} from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore
const TRACE = hex(traceId(1))
const SECRET = 'canary-of-a'

/** Project A has one of everything, under ids that project B may guess. B has nothing. */
beforeAll(async () => {
  test = await openTestStore()
  const mine = { projectId: 'a', serviceName: SECRET, environment: SECRET }
  const record = span({
    ...mine,
    operationName: SECRET,
    modelId: SECRET,
    input: SECRET,
    attributes: { [SECRET]: SECRET },
  })
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(record)], token: '1' })
  const line = log({ ...mine, traceId: traceId(1), spanId: spanId(1), body: SECRET, isContent: true })
  await test.store.writer.insertBlock({ signal: 'log', batches: [logBatch(line)], token: '1' })
  const exemplars = JSON.stringify([
    { time_ns: String(NOON_NS), value: 5, trace_id: TRACE, span_id: hex(spanId(1)), attributes: {} },
  ])
  const point = metric({
    ...mine,
    metricName: SECRET,
    value: 5,
    modelId: SECRET,
    exemplars,
    measure: 'genai.tokens',
    valueType: 'sum',
  })
  await test.store.writer.insertBlock({ signal: 'metric', batches: [metricBatch(point)], token: '1' })
  const judgement = evaluation({
    projectId: 'a',
    targetTraceId: traceId(1),
    targetSpanId: spanId(1),
    explanation: SECRET,
  })
  await test.store.writer.insertBlock({ signal: 'evaluation', batches: [evaluationBatch(judgement)], token: '1' })
  const counted = intake({
    projectId: 'a',
    client: SECRET,
    outcome: 'rejected',
    items: 1n,
    reason: SECRET,
    sample: SECRET,
  })
  await test.store.writer.insertBlock({ signal: 'intake', batches: [intakeBatch(counted)], token: '1' })
  await test.store.settlement.write('a', [
    {
      index: indexRow({ name: SECRET, serviceName: SECRET, models: [SECRET] }),
      replacesStartTimeNs: undefined,
      patches: [{ spanId: hex(spanId(1)), version: 1, columns: { user_id: SECRET }, fills: [], print: 'p' }],
      entries: [entry({ modelId: SECRET, costNanos: 5n })],
    },
  ])
})

afterAll(() => test.close())

const range = { startTime: new Date(NOON - 1000), endTime: new Date(NOON + 1000) }

const EVERY_METHOD: {
  [Method in keyof TelemetryReader]: (reader: TelemetryReader, projectId: string) => Promise<unknown>
} = {
  listTraces: (reader, projectId) => reader.listTraces({ projectId, limit: 10, text: SECRET }),
  countTraces: (reader, projectId) => reader.countTraces({ projectId }),
  traceHistogram: (reader, projectId) => reader.traceHistogram({ projectId, ...range, buckets: 1 }),
  getTrace: (reader, projectId) => reader.getTrace(projectId, TRACE),
  getTraceDetail: (reader, projectId) => reader.getTraceDetail(projectId, TRACE),
  listSpans: (reader, projectId) => reader.listSpans({ projectId, traceId: TRACE, limit: 10 }),
  listTraceLogs: (reader, projectId) => reader.listTraceLogs({ projectId, traceId: TRACE, limit: 10 }),
  listEvaluations: (reader, projectId) => reader.listEvaluations({ projectId, traceId: TRACE, limit: 10 }),
  listLogs: (reader, projectId) => reader.listLogs({ projectId, limit: 10, traceId: TRACE }),
  listMetrics: (reader, projectId) => reader.listMetrics({ projectId, ...range }),
  measureTimeseries: (reader, projectId) =>
    reader.measureTimeseries({ projectId, ...range, measure: 'genai.tokens', bucketSeconds: 1, maxSeries: 5 }),
  metricTimeseries: (reader, projectId) =>
    reader.metricTimeseries({
      projectId,
      ...range,
      name: SECRET,
      bucketSeconds: 1,
      maxSeries: 5,
      groupBy: 'service_name',
    }),
  listExemplars: (reader, projectId) => reader.listExemplars({ projectId, ...range, name: SECRET, limit: 5 }),
  spanTimeseries: (reader, projectId) =>
    reader.spanTimeseries({
      projectId,
      ...range,
      measure: 'cost',
      bucketSeconds: 60,
      maxSeries: 5,
      groupBy: 'model_id',
    }),
  listServices: (reader, projectId) => reader.listServices({ projectId, ...range }),
  listModels: (reader, projectId) => reader.listModels({ projectId, ...range }),
  instrumentation: (reader, projectId) => reader.instrumentation({ projectId, ...range }),
  intake: (reader, projectId) => reader.intake({ projectId, ...range, signal: 'traces', bucketSeconds: 60 }),
  extent: (reader, projectId) => reader.extent(projectId),
}

describe.each(Object.entries(EVERY_METHOD))('%s', (_method, call) => {
  it('shows a project its own and another nothing', async () => {
    const nothing = await call(test.store.reader, 'nobody at all')
    expect(await call(test.store.reader, 'a')).not.toEqual(nothing)
    for (const other of ['b', '', 'A', 'a ', `a' OR project_id = 'a`, '%', 'a\u0000']) {
      expect(await call(test.store.reader, other)).toEqual(nothing)
    }
  })
})

describe('settling', () => {
  it('reads nothing of another project', async () => {
    expect(await test.store.settlement.read('b', [TRACE])).toEqual([
      {
        traceId: TRACE,
        spans: [],
        contentLogs: [],
        balances: [],
        patchPrints: new Map(),
        previous: undefined,
        cut: false,
      },
    ])
    const { settlement } = test.store
    const ref = { traceId: TRACE, spanId: hex(spanId(1)), timeNs: BigInt(NOON) * 1_000_000n }
    expect(await settlement.outline('a', TRACE)).toMatchObject({ root: { name: SECRET } })
    expect(await settlement.outline('b', TRACE)).toBeUndefined()
    expect((await settlement.readWindow('a', TRACE, undefined)).spans).toHaveLength(1)
    expect((await settlement.readWindow('b', TRACE, undefined)).spans).toEqual([])
    expect(await settlement.readTellings('a', [ref])).toHaveLength(1)
    expect(await settlement.readTellings('b', [ref])).toEqual([])
  })
})

describe('maintenance', () => {
  it('counts and deletes nothing of another project', async () => {
    const later = new Date(NOON + 86_400_000)
    const deleted = await test.store.maintenance.deleteExpired('b', { traces: later, logs: later, metrics: later })
    expect(Object.values(deleted).every((count) => count === 0)).toBe(true)
    expect((await test.store.maintenance.usage('b')).every((table) => table.rows === 0)).toBe(true)
    expect(await sql(test, 'SELECT count() AS n FROM spans')).toEqual([{ n: '1' }])
  })
})

describe('every table', () => {
  it('has the project first in its sorting key', async () => {
    const tables = await sql<{ name: string; sorting_key: string }>(
      test,
      `SELECT name, sorting_key FROM system.tables
       WHERE database = 'pyflare' AND sorting_key != '' AND name != 'schema_migrations'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const table of tables) expect(`${table.name}: ${table.sorting_key}`).toMatch(/: project_id, /)
  })
})
