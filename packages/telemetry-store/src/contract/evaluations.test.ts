import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvaluationQuery } from '../reader.ts'
import {
  type EvaluationInit,
  evaluation,
  evaluationBatch,
  hex,
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
const PROJECT = 'project-a'
const TRACE = hex(traceId(1))
const at = (seconds: number) => NOON_NS + BigInt(seconds) * SECOND_NS

/** Names tell what they judge. A later one of the same id takes its place. */
const SENT: readonly EvaluationInit[] = [
  { name: 'span', evaluationId: traceId(1), targetTraceId: traceId(1), targetSpanId: spanId(1), timeNs: at(1) },
  { name: 'trace', evaluationId: traceId(2), targetTraceId: traceId(1), timeNs: at(2) },
  { name: 'session', evaluationId: traceId(3), sessionId: 's1', timeNs: at(3) },
  { name: 'response', evaluationId: traceId(4), responseId: 'r2', timeNs: at(4) },
  { name: 'elsewhere', evaluationId: traceId(5), targetTraceId: traceId(9), responseId: 'other', timeNs: at(5) },
]

beforeAll(async () => {
  test = await openTestStore()
  const spans = [1, 2].map((number) => span({ spanId: spanId(number), responseId: `r${number}` }))
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...spans)], token: 'spans' })
  await send(...SENT)
})

afterAll(() => test.close())

let blocks = 0
async function send(...inits: EvaluationInit[]): Promise<void> {
  const batches = [evaluationBatch(...inits.map(evaluation))]
  await test.store.writer.insertBlock({ signal: 'evaluation', batches, token: `block ${blocks++}` })
}

async function find(query: Partial<EvaluationQuery>) {
  const { rows } = await test.store.reader.listEvaluations({ projectId: PROJECT, limit: 100, ...query })
  return rows
}

const names = async (query: Partial<EvaluationQuery>) => (await find(query)).map(({ name }) => name)

describe('evaluations', () => {
  it('are found by what they judge, newest first', async () => {
    expect(await names({})).toEqual(['elsewhere', 'response', 'session', 'trace', 'span'])
    expect(await names({ traceId: TRACE })).toEqual(['response', 'trace', 'span'])
    expect(await names({ traceId: TRACE, spanId: '' })).toEqual(['trace'])
    expect(await names({ traceId: TRACE, spanId: hex(spanId(1)) })).toEqual(['span'])
    expect(await names({ sessionId: 's1' })).toEqual(['session'])
    expect(await names({ name: 'trace' })).toEqual(['trace'])
    expect(await names({ traceId: hex(traceId(8)) })).toEqual([])
    expect(await names({ traceId: `${TRACE}'` })).toEqual([])
  })

  it('of a trace that has no spans yet are found by its id', async () => {
    expect(await names({ traceId: hex(traceId(9)) })).toEqual(['elsewhere'])
  })

  it('are found by time', async () => {
    const [startTime, endTime] = [2000, 4000].map((ms) => new Date(NOON + ms)) as [Date, Date]
    expect(await names({ startTime, endTime })).toEqual(['session', 'trace'])
  })

  it('come in pages, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await test.store.reader.listEvaluations({ projectId: PROJECT, limit: 2, cursor })
      seen.push(...page.rows.map(({ name }) => name))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual(['elsewhere', 'response', 'session', 'trace', 'span'])
  })

  it('are on the spans that they name, and on those that tell of their response', async () => {
    const { rows } = await test.store.reader.listSpans({ projectId: PROJECT, traceId: TRACE, limit: 10 })
    const told = rows.map(({ span_id, evaluations }) => [span_id, evaluations.map(({ name }) => name)])
    expect(told).toEqual([
      [hex(spanId(1)), ['span']],
      [hex(spanId(2)), ['response']],
    ])
  })

  it('are whole', async () => {
    const full = {
      evaluationId: traceId(6),
      name: 'whole',
      targetTraceId: traceId(7),
      targetSpanId: spanId(7),
      sessionId: 's',
      responseId: 'r',
      score: -0.25,
      label: 'fair',
      explanation: 'half of it',
      source: 'LLM',
      evaluator: 'judge',
      identifier: 'v2',
      metadata: '{"page":3}',
    }
    await send(full, { evaluationId: traceId(7), name: 'bare', score: undefined })
    expect(await find({ name: 'whole' })).toEqual([
      {
        id: hex(traceId(6)),
        time: '2026-11-20T12:00:00.000000000Z',
        trace_id: hex(traceId(7)),
        span_id: hex(spanId(7)),
        session_id: 's',
        response_id: 'r',
        name: 'whole',
        score: -0.25,
        label: 'fair',
        explanation: 'half of it',
        source: 'LLM',
        evaluator: 'judge',
        identifier: 'v2',
        metadata: { page: 3 },
      },
    ])
    expect(await find({ name: 'bare' })).toMatchObject([{ score: null, trace_id: null, span_id: null, metadata: null }])
  })

  it('that come again are counted once, and in one row', async () => {
    const again = { name: 'again', evaluationId: traceId(20), targetTraceId: traceId(2), timeNs: at(1) }
    await send(again)
    await send(again, { ...again, receivedAtMs: BigInt(NOON + 5), explanation: 'the later' })
    expect(await find({ name: 'again' })).toMatchObject([{ explanation: 'the later' }])
    await sql(test, 'OPTIMIZE TABLE evaluations FINAL')
    const rows = await sql(test, `SELECT count() AS n FROM evaluations WHERE name = 'again'`)
    expect(rows).toEqual([{ n: '1' }])
  })

  it('that are judged anew count with what they say by now, whatever the range', async () => {
    const first = { name: 'anew', evaluationId: traceId(30), targetTraceId: traceId(3), score: 0.1, timeNs: at(1) }
    await send({ ...first, score: 0.9, timeNs: at(60) }, first, { ...first, evaluationId: traceId(31), score: 0.4 })
    expect((await find({ name: 'anew' })).map(({ score }) => score)).toEqual([0.9, 0.4])
    const endTime = new Date(NOON + 30_000)
    expect((await find({ name: 'anew', endTime })).map(({ score }) => score)).toEqual([0.4])
  })
})
