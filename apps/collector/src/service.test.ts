import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributes, hexId, logsOf, metricsOf, NOW_NS, protobufOf, span, tracesOf } from './otlp.fixture.ts'
import { Receiving } from './receiving.fixture.ts'

let collector: Receiving
beforeAll(async () => {
  collector = await Receiving.start()
})
afterAll(() => collector.stop())

const protobuf = { 'content-type': 'application/x-protobuf' }

test('the same spans are the same records, in whichever encoding they come', async () => {
  const request = (trace: number) =>
    tracesOf(
      span({
        traceId: hexId(16, trace),
        attributes: attributes({ 'gen_ai.request.model': 'gpt-4o', n: 1.5, ok: true, __proto__x: 'kept', text: 'ünï' }),
        events: [{ timeUnixNano: NOW_NS, name: 'e', attributes: attributes({ k: 'v' }) }],
        links: [{ traceId: hexId(16, 9), spanId: hexId(8, 9) }],
        status: { code: 2, message: 'no' },
      }),
    )
  const responses = [
    await collector.postJson('traces', request(11)),
    await collector.post('/v1/traces', protobufOf('traces', request(12)), protobuf),
    await collector.post('/v1/traces', gzipSync(protobufOf('traces', request(13))), {
      ...protobuf,
      'content-encoding': 'gzip',
    }),
  ]
  for (const response of responses) expect(response.status).toBe(200)
  expect(await collector.export('traces', protobufOf('traces', request(14)))).toHaveLength(0)
  expect(await collector.export('traces', protobufOf('traces', request(15)), { encoding: 'gzip' })).toHaveLength(0)
  const records = (await collector.records('traces')).map(({ traceId, receivedAtMs, ...rest }) => rest)
  expect(records).toHaveLength(5)
  for (const record of records) expect(record).toEqual(records[0])
  expect(records[0]).toMatchObject({
    projectId: collector.projectId,
    serviceName: 'shop',
    environment: 'production',
    operationName: 'chat gpt-4o',
    spanKind: 'client',
    status: 'error',
    statusMessage: 'no',
    durationNs: 250_000_000n,
    requestModel: 'gpt-4o',
    samplingRate: 1,
  })
  expect(records[0]?.attributes).toMatchObject({ n: '1.5', ok: 'true', __proto__x: 'kept', text: 'ünï' })
})

test('logs and metrics arrive on their topics', async () => {
  const log = {
    timeUnixNano: NOW_NS,
    severityNumber: 9,
    body: { stringValue: 'hello' },
    traceId: hexId(16),
    spanId: hexId(8),
  }
  const gauge = { name: 'temperature', unit: 'C', gauge: { dataPoints: [{ timeUnixNano: NOW_NS, asDouble: 21.5 }] } }
  expect((await collector.postJson('logs', logsOf(log))).status).toBe(200)
  expect((await collector.postJson('metrics', metricsOf(gauge))).status).toBe(200)
  expect(await collector.export('logs', protobufOf('logs', logsOf({ ...log, severityNumber: 17 })))).toHaveLength(0)
  expect(await collector.export('metrics', protobufOf('metrics', metricsOf({ ...gauge, name: 'b' })))).toHaveLength(0)
  expect((await collector.records('logs')).map((each) => [each.body, each.severityNumber])).toEqual([
    ['hello', 9],
    ['hello', 17],
  ])
  const points = await collector.records('metrics')
  expect(points.map((each) => [each.metricName, each.value, each.valueType])).toEqual([
    ['temperature', 21.5, 'gauge'],
    ['b', 21.5, 'gauge'],
  ])
  expect(points[0]?.seriesHash).not.toBe(points[1]?.seriesHash)
})

test('what judges a span or a response is in the log with what it came on, under an id that is the same whenever it comes', async () => {
  const result = (score: number) =>
    attributes({ 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': score })
  const judged = (trace: number, scores: readonly number[]) =>
    span({
      traceId: hexId(16, trace),
      events: scores.map((score) => ({
        timeUnixNano: NOW_NS,
        name: 'gen_ai.evaluation.result',
        attributes: result(score),
      })),
    })
  const record = {
    timeUnixNano: NOW_NS,
    eventName: 'gen_ai.evaluation.result',
    attributes: [...result(0.25), ...attributes({ 'gen_ai.response.id': 'r1' })],
  }
  await collector.postJson('traces', tracesOf(judged(21, [0.5]), judged(22, []), judged(23, [0.75, 1])))
  await collector.export('traces', protobufOf('traces', tracesOf(judged(21, [0.5]))))
  await collector.postJson('logs', logsOf(record))
  const records = await collector.records('evaluations')
  const told = records.map(({ targetTraceId, responseId, score }) => [
    Buffer.from(targetTraceId).toString('hex') || responseId,
    score,
  ])
  expect(told.sort()).toEqual([
    [hexId(16, 21), 0.5],
    [hexId(16, 21), 0.5],
    [hexId(16, 23), 0.75],
    [hexId(16, 23), 1],
    ['r1', 0.25],
  ])
  expect(new Set(records.map(({ evaluationId }) => Buffer.from(evaluationId).toString('hex'))).size).toBe(3)
  expect(records[0]).toMatchObject({ projectId: collector.projectId, name: 'relevance', samplingRate: 1 })
})

test('a request of many parts is one request, others have their turn meanwhile, and each record is in the log once', async () => {
  const spans = Array.from({ length: 1500 }, (_, place) =>
    span({
      spanId: hexId(8, place % 3 === 0 ? 5 : 6),
      name: `part ${place}`,
      ...(place % 3 === 0 ? { traceId: 'ab' } : {}),
    }),
  )
  let turns = 0
  let isAnswered = false
  const count = () => {
    turns += 1
    if (!isAnswered) setImmediate(count)
  }
  setImmediate(count)
  const body = JSON.stringify(tracesOf(...spans))
  const first = await (await collector.post('/v1/traces', body)).json()
  isAnswered = true
  expect(turns).toBeGreaterThan(5)
  expect(first).toMatchObject({
    partialSuccess: { rejectedSpans: '500', errorMessage: expect.stringMatching(/^500 of 1500 spans/) },
  })
  expect(await (await collector.post('/v1/traces', body)).json()).toEqual(first)
  const names = (await collector.records('traces')).map(({ operationName }) => operationName)
  const parts = names.filter((name) => name.startsWith('part '))
  expect(parts).toEqual(spans.map(({ name }) => name).filter((_, place) => place % 3 !== 0))
})
