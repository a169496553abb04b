import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogQuery } from '../reader.ts'
import { hex, log, logBatch, NOON, NOON_NS, SECOND_NS, spanId, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
const PROJECT = 'project-a'

beforeAll(async () => {
  test = await openTestStore()
  const records = Array.from({ length: 20 }, (_, number) =>
    log({
      timeNs: NOON_NS + BigInt(number >> 1) * SECOND_NS,
      body: number === 4 ? 'Connection REFUSED by peer' : `line ${number}`,
      severityNumber: number + 1,
      serviceName: number % 2 === 0 ? 'shop' : 'desk',
      environment: number < 10 ? 'prod' : 'dev',
      ...(number < 6 ? { traceId: traceId(number % 2), spanId: spanId(number) } : {}),
      attributes: { number: String(number) },
    }),
  )
  const other = records.map((record) => ({ ...record, projectId: 'project-b' }))
  const same = Array.from({ length: 3 }, () => log({ projectId: 'same' }))
  await test.store.writer.insertBlock({
    signal: 'log',
    batches: [logBatch(...records), logBatch(...other, ...same)],
    token: '1',
  })
})

afterAll(() => test.close())

const numbers = (rows: { attributes: Record<string, string> }[]) => rows.map((row) => Number(row.attributes.number))

async function find(query: Partial<LogQuery>): Promise<number[]> {
  const { rows } = await test.store.reader.listLogs({ projectId: PROJECT, limit: 100, ...query })
  return numbers(rows).sort((a, b) => a - b)
}

describe('logs', () => {
  it('come newest first, in pages, each once and each with an id of its own', async () => {
    const rows = []
    let cursor: string | undefined
    do {
      const page = await test.store.reader.listLogs({ projectId: PROJECT, limit: 3, cursor })
      rows.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(rows).toHaveLength(20)
    expect(new Set(rows.map((row) => row.id)).size).toBe(20)
    expect(numbers(rows).map((number) => number >> 1)).toEqual([...Array(20).keys()].map((index) => (19 - index) >> 1))
  })

  it('of the same words and nanosecond are all there', async () => {
    const { rows } = await test.store.reader.listLogs({ projectId: 'same', limit: 10 })
    expect(new Set(rows.map((row) => row.id)).size).toBe(3)
  })

  it('are whole', async () => {
    const { rows } = await test.store.reader.listLogs({ projectId: PROJECT, limit: 1, spanId: hex(spanId(4)) })
    expect(rows[0]).toMatchObject({
      time: '2026-11-20T12:00:02.000000000Z',
      observed_time: '2026-11-20T12:00:02.000000000Z',
      trace_id: hex(traceId(0)),
      span_id: hex(spanId(4)),
      severity_number: 5,
      severity_text: 'INFO',
      body: 'Connection REFUSED by peer',
      service_name: 'shop',
      environment: 'prod',
      attributes: { number: '4' },
    })
    const [last] = (await test.store.reader.listLogs({ projectId: PROJECT, limit: 1 })).rows
    expect([last?.trace_id, last?.span_id]).toEqual([null, null])
  })

  it.each<[string, Partial<LogQuery>, number[]]>([
    ['service', { service: 'desk', environment: 'prod' }, [1, 3, 5, 7, 9]],
    ['severity', { minSeverity: 18 }, [17, 18, 19]],
    ['trace', { traceId: hex(traceId(1)) }, [1, 3, 5]],
    ['trace that has none', { traceId: hex(traceId(77)) }, []],
    ['no trace', { traceId: 'x' }, []],
    ['span', { spanId: hex(spanId(3)) }, [3]],
    ['no span', { spanId: `' OR 1` }, []],
    ['text', { text: 'refused peer' }, [4]],
    ['start', { startTime: new Date(NOON + 9_000) }, [18, 19]],
    ['end', { endTime: new Date(NOON + 1_000) }, [0, 1]],
  ])('are filtered by %s', async (_name, query, expected) => {
    expect(await find(query)).toEqual(expected)
  })

  it('of a trace come in order of time, in pages', async () => {
    const query = { projectId: PROJECT, traceId: hex(traceId(0)), limit: 2 }
    const first = await test.store.reader.listTraceLogs(query)
    const second = await test.store.reader.listTraceLogs({ ...query, cursor: first.nextCursor })
    expect([numbers(first.rows), numbers(second.rows)]).toEqual([[0, 2], [4]])
    expect(second.nextCursor).toBeUndefined()
  })

  it('refuse the cursor of another list', async () => {
    const { nextCursor } = await test.store.reader.listTraceLogs({
      projectId: PROJECT,
      traceId: hex(traceId(0)),
      limit: 1,
    })
    const list = test.store.reader.listLogs({ projectId: PROJECT, limit: 1, cursor: nextCursor })
    await expect(list).rejects.toMatchObject({ code: 'invalid_argument' })
  })
})
