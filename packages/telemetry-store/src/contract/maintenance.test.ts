import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClickHouseStore } from '../clickhouse/open-clickhouse-store.ts'
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
  SECOND_NS,
  span,
  spanId,
  traceBatch,
  traceId,
} from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore
const DAY_NS = 86_400n * SECOND_NS
const DAYS = [0n, 10n, 20n]

/** Each project has a trace with its evaluation, a log and a metric point of today, of ten and of twenty days ago. */
beforeAll(async () => {
  test = await openTestStore()
  for (const projectId of ['a', 'b']) {
    for (const days of DAYS) {
      const startTimeNs = NOON_NS - days * DAY_NS
      const number = Number(days)
      const token = `${projectId}${days}`
      const ids = { projectId, traceId: traceId(number), spanId: spanId(number) }
      await test.store.writer.insertBlock({
        signal: 'trace',
        batches: [traceBatch(span({ ...ids, startTimeNs }))],
        token,
      })
      await test.store.writer.insertBlock({
        signal: 'log',
        batches: [logBatch(log({ ...ids, timeNs: startTimeNs }))],
        token,
      })
      await test.store.writer.insertBlock({
        signal: 'metric',
        batches: [metricBatch(metric({ projectId, timeNs: startTimeNs }))],
        token,
      })
      await test.store.writer.insertBlock({
        signal: 'evaluation',
        batches: [evaluationBatch(evaluation({ projectId, targetTraceId: traceId(number), timeNs: startTimeNs }))],
        token,
      })
      const countedAtMs = BigInt(NOON) - days * 86_400_000n
      await test.store.writer.insertBlock({
        signal: 'intake',
        batches: [intakeBatch(intake({ projectId, countedAtMs, items: 1n }))],
        token,
      })
      await test.store.settlement.write(projectId, [
        {
          index: indexRow({ traceId: hex(traceId(number)), startTimeNs }),
          replacesStartTimeNs: undefined,
          patches: [{ spanId: hex(spanId(number)), version: 1, columns: { user_id: 'u' }, fills: [], print: 'p' }],
          entries: [entry({ spanId: hex(spanId(number)), timeNs: startTimeNs, costNanos: 5n })],
        },
      ])
    }
  }
})

afterAll(() => test.close())

const daysAgo = (days: number) => new Date(NOON - days * 86_400_000)

describe('retention', () => {
  it('deletes what is older than its cutoff, of its project and signal alone', async () => {
    const cutoffs = { traces: daysAgo(5), logs: daysAgo(15), metrics: daysAgo(25) }
    expect(await test.store.maintenance.deleteExpired('a', cutoffs)).toEqual({
      spans: 2,
      trace_index: 2,
      span_patches: 2,
      renormalized_spans: 0,
      spans_by_minute: 2,
      trace_extents: 3,
      evaluations: 2,
      dead_letters: 0,
      intake_by_minute: 2,
      logs: 1,
      metrics: 0,
      metrics_by_hour: 0,
      response_claims: 0,
    })
    const rows = async (projectId: string) => {
      const usage = await test.store.maintenance.usage(projectId)
      return Object.fromEntries(usage.map((table) => [table.table, table.rows]))
    }
    expect(await rows('a')).toMatchObject({ spans: 1, trace_index: 1, logs: 2, metrics: 3, ledger: 3, evaluations: 1 })
    expect(await rows('b')).toMatchObject({ spans: 3, evaluations: 3, trace_index: 3, logs: 3, metrics: 3, ledger: 3 })
    expect(await test.store.reader.getTrace('a', hex(traceId(20)))).toBeUndefined()
    expect(await test.store.reader.getTrace('b', hex(traceId(20)))).toBeDefined()
  })

  it('has nothing left to do when it is repeated', async () => {
    const cutoffs = { traces: daysAgo(5), logs: daysAgo(15), metrics: daysAgo(25) }
    const deleted = await test.store.maintenance.deleteExpired('a', cutoffs)
    expect(Object.values(deleted).every((count) => count === 0)).toBe(true)
  })

  it('takes the bytes off the disk once nobody needs them', async () => {
    const cutoffs = { traces: daysAgo(5), logs: daysAgo(5), metrics: daysAgo(5) }
    await test.store.maintenance.deleteExpired('a', cutoffs)
    await test.store.maintenance.deleteExpired('b', cutoffs)
    await expect
      .poll(
        () =>
          sql(
            test,
            `SELECT sum(rows) AS stored FROM system.parts WHERE database = 'pyflare' AND table = 'spans' AND active`,
          ),
        { timeout: 20_000 },
      )
      .toEqual([{ stored: '2' }])
    expect((await test.store.maintenance.usage('b')).find((table) => table.table === 'spans')).toEqual({
      table: 'spans',
      rows: 1,
      oldest: '2026-11-20T12:00:00.000000000Z',
    })
  })

  it('keeps money', async () => {
    expect(await sql(test, `SELECT sum(cost_nanos) AS n FROM ledger_by_hour WHERE project_id = 'a'`)).toEqual([
      { n: '15' },
    ])
  })
})

describe('migrations', () => {
  it('may run from several processes at once, and again', async () => {
    const fresh = () => openClickHouseStore(test.options)
    const stores = [fresh(), fresh(), fresh()]
    await Promise.all(stores.map((store) => store.maintenance.migrate()))
    await Promise.all(stores.map((store) => store.close()))
    const [row] = await sql<{ n: string; versions: string }>(
      test,
      'SELECT count() AS n, uniqExact(version) AS versions FROM schema_migrations FINAL',
    )
    expect(row?.n).toBe(row?.versions)
  })

  it('may run again where a process stopped before it noted them', async () => {
    await sql(test, 'TRUNCATE TABLE schema_migrations')
    await test.store.maintenance.migrate()
    const [row] = await sql<{ n: string }>(test, 'SELECT count() AS n FROM schema_migrations FINAL')
    expect(Number(row?.n)).toBeGreaterThan(8)
  })

  it('leave every table deduplicating blocks', async () => {
    const tables = await sql<{ name: string }>(
      test,
      `SELECT name FROM system.tables WHERE database = 'pyflare' AND engine LIKE '%MergeTree'
       AND create_table_query NOT LIKE '%non_replicated_deduplication_window%'`,
    )
    expect(tables).toEqual([{ name: 'schema_migrations' }])
  })
})

describe('a store', () => {
  it('answers a ping', async () => {
    await test.store.maintenance.ping()
  })

  it('that nobody runs is unavailable', async () => {
    const store = openClickHouseStore({ ...test.options, url: 'http://127.0.0.1:9' })
    await expect(store.maintenance.ping()).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    await expect(store.reader.getTrace('a', hex(traceId(1)))).rejects.toMatchObject({ code: 'unavailable' })
    await store.close()
  })

  it('with a wrong password says so', async () => {
    const store = openClickHouseStore({ ...test.options, password: 'wrong', readAccount: undefined })
    await expect(store.reader.getTrace('a', hex(traceId(1)))).rejects.toMatchObject({ code: 'config_invalid' })
    await store.close()
  })

  it('ends a query that takes too long, or too much', async () => {
    const slow = openClickHouseStore({ ...test.options, limits: { queryTimeoutMs: 1 } })
    await expect(
      slow.reader.listModels({ projectId: 'b', startTime: daysAgo(30), endTime: daysAgo(0) }),
    ).rejects.toMatchObject({ code: 'timeout', retryable: true })
    await slow.close()
    const small = openClickHouseStore({ ...test.options, limits: { queryMemoryBytes: 1000 } })
    await expect(small.reader.listLogs({ projectId: 'b', limit: 10 })).rejects.toMatchObject({
      code: 'resource_exhausted',
    })
    await small.close()
    const few = openClickHouseStore({ ...test.options, limits: { maxResultRows: 1 } })
    await expect(
      few.reader.listMetrics({ projectId: 'b', startTime: daysAgo(30), endTime: daysAgo(-1) }),
    ).resolves.toHaveLength(1)
    await expect(few.maintenance.usage('b')).resolves.not.toHaveLength(0)
    await few.close()
  })
})
