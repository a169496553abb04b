import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TraceQuery } from '../reader.ts'
import { indexRow } from './facts.ts'
import { hex, NOON, NOON_NS, SECOND_NS, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

let test: TestStore
const PROJECT = 'project-a'
const COUNT = 25

/** Traces 0 to 24, each a second after the one before; every fifth failed, two of each start in the same nanosecond. */
beforeAll(async () => {
  test = await openTestStore()
  const starts = Array.from({ length: COUNT }, (_, number) => NOON_NS + BigInt(number - (number % 2)) * SECOND_NS)
  const content = (number: number) =>
    number === 3
      ? '[{"role":"user","content":"Where is my \\"red\\" Umbrella?"}]'
      : '[{"role":"user","content":"hello"}]'
  for (const projectId of [PROJECT, 'project-b']) {
    const records = starts.map((startTimeNs, number) =>
      span({
        projectId,
        traceId: traceId(number),
        spanId: spanId(number),
        startTimeNs,
        input: content(number),
        inputMessages: content(number),
        output: number === 4 ? 'An UMBRELLA, ÄRGER' : '',
        attributes: { number: String(number) },
      }),
    )
    await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: projectId })
    await test.store.settlement.write(
      projectId,
      starts.map((startTimeNs, number) => ({
        index: indexRow({
          traceId: hex(traceId(number)),
          rootSpanId: hex(spanId(number)),
          startTimeNs,
          endTimeNs: startTimeNs + BigInt(number + 1) * 1_000_000n,
          name: number % 2 === 0 ? 'ask' : 'answer',
          serviceName: number < 5 ? 'shop' : 'desk',
          models: number === 7 ? ['claude', 'gpt'] : ['gpt'],
          status: number % 5 === 0 ? 'error' : 'ok',
          userId: `user ${number % 3}`,
          sessionId: `session ${number % 4}`,
          environment: number % 2 === 0 ? 'prod' : 'dev',
          release: `v${number % 2}`,
          tags: number === 9 ? ['vip', 'de'] : [],
          costNanos: number === 2 ? undefined : BigInt(number * 1000),
          totalTokens: number === 2 ? undefined : COUNT - number,
        }),
        replacesStartTimeNs: undefined,
        patches:
          number === 6
            ? [
                {
                  spanId: hex(spanId(number)),
                  version: 1,
                  columns: { output_messages: '["umbrella patched"]' },
                  fills: [],
                  print: 'p',
                },
              ]
            : [],
        entries: [],
      })),
    )
  }
})

afterAll(() => test.close())

const number = (id: string) => Number.parseInt(id.slice(-8), 16)

async function find(query: Partial<TraceQuery>): Promise<number[]> {
  const { rows } = await test.store.reader.listTraces({ projectId: PROJECT, limit: 100, ...query })
  return rows.map((row) => number(row.trace_id))
}

async function pages(query: Partial<TraceQuery>): Promise<number[]> {
  const found: number[] = []
  let cursor: string | undefined
  do {
    const page = await test.store.reader.listTraces({ projectId: PROJECT, limit: 4, ...query, cursor })
    expect(page.rows.length).toBeLessThanOrEqual(4)
    found.push(...page.rows.map((row) => number(row.trace_id)))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

const all = Array.from({ length: COUNT }, (_, index) => index)

describe('a list of traces', () => {
  it('is newest first, and each row is whole', async () => {
    const { rows } = await test.store.reader.listTraces({ projectId: PROJECT, limit: 1 })
    expect(rows[0]).toMatchObject({
      trace_id: hex(traceId(24)),
      root_span_id: hex(spanId(24)),
      start_time: '2026-11-20T12:00:24.000000000Z',
      end_time: '2026-11-20T12:00:24.025000000Z',
      duration_ms: 25,
      cost_usd: 0.000024,
      version: 1,
    })
  })

  it.each(['start_time', 'duration', 'cost', 'tokens'] as const)('pages by %s without gap or repeat', async (sort) => {
    const found = await pages({ sort })
    expect([...found].sort((a, b) => a - b)).toEqual(all)
    expect(found).toEqual(await find({ sort }))
  })

  it('keeps its pages when newer traces arrive', async () => {
    const first = await test.store.reader.listTraces({ projectId: 'growing', limit: 10 })
    expect(first).toEqual({ rows: [], nextCursor: undefined })
    const write = (numbers: number[]) =>
      test.store.settlement.write(
        'growing',
        numbers.map((each) => ({
          index: indexRow({ traceId: hex(traceId(each)), startTimeNs: NOON_NS + BigInt(each) }),
          replacesStartTimeNs: undefined,
          patches: [],
          entries: [],
        })),
      )
    await write([1, 2, 3, 4])
    const page = await test.store.reader.listTraces({ projectId: 'growing', limit: 2 })
    await write([5, 6])
    const next = await test.store.reader.listTraces({ projectId: 'growing', limit: 10, cursor: page.nextCursor })
    expect(next.rows.map((row) => number(row.trace_id))).toEqual([2, 1])
  })

  it('sorts by cost and tokens with the unknown last', async () => {
    expect((await find({ sort: 'cost' })).slice(-3)).toEqual([1, 0, 2])
    expect((await find({ sort: 'tokens' })).at(0)).toBe(0)
    expect((await find({ sort: 'tokens' })).at(-1)).toBe(2)
  })

  it('skips rows for the older API', async () => {
    expect(await find({ offset: 22 })).toEqual((await find({})).slice(22))
  })

  it.each<[string, Partial<TraceQuery>, (each: number) => boolean]>([
    ['service', { service: 'shop' }, (each) => each < 5],
    ['model', { model: 'claude' }, (each) => each === 7],
    ['status', { status: 'error' }, (each) => each % 5 === 0],
    ['name', { name: 'ask' }, (each) => each % 2 === 0],
    ['environment', { environment: 'dev' }, (each) => each % 2 === 1],
    ['user', { userId: 'user 1' }, (each) => each % 3 === 1],
    ['session', { sessionId: 'session 3' }, (each) => each % 4 === 3],
    ['release', { release: 'v1' }, (each) => each % 2 === 1],
    ['tag', { tag: 'vip' }, (each) => each === 9],
    ['least duration', { minDurationMs: 20 }, (each) => each + 1 >= 20],
    ['greatest duration', { maxDurationMs: 3 }, (each) => each + 1 <= 3],
    ['least cost', { minCostUsd: 0.00002 }, (each) => each >= 20],
    ['several', { service: 'shop', name: 'ask', status: 'error' }, (each) => each === 0],
    ['start', { startTime: new Date(NOON + 20_000) }, (each) => each - (each % 2) >= 20],
    ['end', { endTime: new Date(NOON + 2_000) }, (each) => each - (each % 2) < 2],
    ['text of input', { text: 'umbrella where' }, (each) => each === 3],
    ['text with quotes', { text: '"red"' }, (each) => each === 3],
    ['text anywhere', { text: 'Umbrella' }, (each) => [3, 4, 6].includes(each)],
    ['text in other letters', { text: 'ärger' }, (each) => each === 4],
    [
      'text in a range',
      { text: 'umbrella', startTime: new Date(NOON + 4_000), endTime: new Date(NOON + 6_000) },
      (each) => each === 4,
    ],
    ['nothing such', { text: 'zebra' }, () => false],
  ])('filters by %s', async (_name, query, matches) => {
    const expected = all.filter(matches).sort((a, b) => b - a)
    expect((await find(query)).sort((a, b) => b - a)).toEqual(expected)
    expect(await test.store.reader.countTraces({ projectId: PROJECT, ...query })).toBe(expected.length)
  })
})

describe('a cursor', () => {
  const ask = (cursor: string, more: Partial<TraceQuery> = {}) =>
    test.store.reader.listTraces({ projectId: PROJECT, limit: 4, cursor, ...more })
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it.each([
    ['empty', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['no list', encoded({ a: 1 })],
    ['of another list', encoded(['spans', '1', hex(spanId(1))])],
    ['too short', encoded(['traces:start_time', '0'])],
    ['with SQL', encoded(['traces:start_time', '0', '0) OR 1=1 --', hex(traceId(1))])],
    ['with numbers', encoded(['traces:start_time', 0, 1, hex(traceId(1))])],
    ['with an id that is none', encoded(['traces:start_time', '0', '1', 'zz'])],
    ['endless', 'A'.repeat(10_000)],
  ])('that is %s is refused', async (_name, cursor) => {
    await expect(ask(cursor)).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  it('of one order is refused in another, and together with an offset', async () => {
    const { nextCursor } = await test.store.reader.listTraces({ projectId: PROJECT, limit: 4, sort: 'cost' })
    await expect(ask(nextCursor!, { sort: 'tokens' })).rejects.toMatchObject({ code: 'invalid_argument' })
    await expect(ask(nextCursor!, { sort: 'cost', offset: 4 })).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  it('of one project shows nothing of it in another', async () => {
    const { nextCursor } = await test.store.reader.listTraces({ projectId: PROJECT, limit: 4 })
    const { rows } = await test.store.reader.listTraces({ projectId: 'project-c', limit: 4, cursor: nextCursor })
    expect(rows).toEqual([])
  })
})

describe('a histogram', () => {
  it('has every bucket, empty ones too', async () => {
    const buckets = await test.store.reader.traceHistogram({
      projectId: PROJECT,
      startTime: new Date(NOON - 10_000),
      endTime: new Date(NOON + 30_000),
      buckets: 4,
    })
    expect(buckets.map((bucket) => [bucket.time, bucket.traces, bucket.errors])).toEqual([
      ['2026-11-20T11:59:50.000000000Z', 0, 0],
      ['2026-11-20T12:00:00.000000000Z', 10, 2],
      ['2026-11-20T12:00:10.000000000Z', 10, 2],
      ['2026-11-20T12:00:20.000000000Z', 5, 1],
    ])
    expect(buckets[0]).toMatchObject({ duration_p95_ms: null, tokens: 0, cost_usd: 0 })
    expect(buckets[3]?.duration_p95_ms).toBeCloseTo(24.8)
    expect(buckets[3]?.cost_usd).toBeCloseTo(0.00011)
    expect(buckets[3]?.tokens).toBe(5 + 4 + 3 + 2 + 1)
  })

  it('over an open range covers what matches', async () => {
    const buckets = await test.store.reader.traceHistogram({ projectId: PROJECT, buckets: 5 })
    expect(buckets.reduce((sum, bucket) => sum + bucket.traces, 0)).toBe(COUNT)
    expect(await test.store.reader.traceHistogram({ projectId: 'nobody', buckets: 5 })).toEqual([])
  })

  it('refuses a number of buckets that is none', async () => {
    await expect(test.store.reader.traceHistogram({ projectId: PROJECT, buckets: 0 })).rejects.toMatchObject({
      code: 'invalid_argument',
    })
  })
})

/** How many statements the server is asked. */
async function selectsOf(ask: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const [row] = await sql<{ value: string }>(test, `SELECT value FROM system.events WHERE event = 'SelectQuery'`)
    return Number(row?.value)
  }
  const before = await count()
  await ask()
  return (await count()) - before - 1
}

describe('a single trace', () => {
  it('is found by its id', async () => {
    expect((await test.store.reader.getTrace(PROJECT, hex(traceId(7))))?.models).toEqual(['claude', 'gpt'])
    expect(await test.store.reader.getTraceDetail(PROJECT, hex(traceId(7)))).toEqual({
      ...(await test.store.reader.getTrace(PROJECT, hex(traceId(7)))),
      attributes: { number: '7' },
    })
  })

  it('is looked up once, whatever is asked of it', async () => {
    const { reader } = test.store
    const query = { projectId: PROJECT, traceId: hex(traceId(7)), limit: 5 }
    expect(await selectsOf(() => reader.getTrace(PROJECT, query.traceId))).toBe(2)
    expect(await selectsOf(() => reader.getTraceDetail(PROJECT, query.traceId))).toBe(3)
    expect(await selectsOf(() => reader.listEvaluations(query))).toBe(2)
    expect(await selectsOf(() => reader.listEvaluations({ ...query, spanId: '' }))).toBe(1)
  })

  it.each(['', 'no id', hex(traceId(999)), `${hex(traceId(7))}' OR 1=1`])('is not found by %j', async (id) => {
    expect(await test.store.reader.getTrace(PROJECT, id)).toBeUndefined()
    expect(await test.store.reader.getTraceDetail(PROJECT, id)).toBeUndefined()
    expect(await test.store.reader.listSpans({ projectId: PROJECT, traceId: id, limit: 5 })).toEqual({
      rows: [],
      nextCursor: undefined,
    })
    expect(await test.store.reader.listTraceLogs({ projectId: PROJECT, traceId: id, limit: 5 })).toEqual({
      rows: [],
      nextCursor: undefined,
    })
  })
})
