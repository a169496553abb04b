import { fromBinary } from '@bufbuild/protobuf'
import { isTraceKept } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributes, hexId, span, tracesOf } from '../otlp.fixture.ts'
import { Receiving } from '../receiving.fixture.ts'
import { createRecordEncoder } from './record-encoder.ts'
import { sampleTraces } from './sample-traces.ts'

let collector: Receiving

beforeAll(async () => {
  const rules = [{ attribute: { key: 'priority', value: 'high' }, rate: 1 }]
  collector = await Receiving.start({ 'collector.sampling.default_rate': 0.3, 'collector.sampling.rules': rules })
})
afterAll(() => collector.stop())

test('a trace is kept whole, at the highest rate of its spans, and each of them says so', () => {
  const encode = createRecordEncoder(TraceBatch_TraceRecordSchema)
  const records = fc.array(
    fc.record({ trace: fc.integer({ min: 1, max: 6 }), samplingRate: fc.constantFrom(0, 0.2, 0.7, 1) }),
  )
  fc.assert(
    fc.property(records, (told) => {
      const keyOf = (trace: number) => hexId(16, trace)
      const encoded = told.map(({ trace, samplingRate }, index) => {
        return {
          index,
          key: keyOf(trace),
          bytes: encode({ operationName: String(index) }),
          samplingRate,
          evaluations: [],
        }
      })
      const kept = sampleTraces(encoded).map(({ index, key, bytes }) => {
        const { operationName, samplingRate } = fromBinary(TraceBatch_TraceRecordSchema, bytes)
        return { index, key, operationName, samplingRate }
      })
      const expected = told.flatMap(({ trace }, index) => {
        const rate = Math.max(...told.filter((other) => other.trace === trace).map(({ samplingRate }) => samplingRate))
        const one = { index, key: keyOf(trace), operationName: String(index), samplingRate: rate }
        return isTraceKept(Buffer.from(keyOf(trace), 'hex'), rate) ? [one] : []
      })
      expect(kept).toEqual(expected)
    }),
  )
})

const JUDGED = hexId(8, 7)

test('what judges a span goes where its trace goes, and stands for as many', async () => {
  const judged = Array.from({ length: 200 }, (_, trace) =>
    span({
      spanId: JUDGED,
      traceId: Buffer.from(`${trace}`.padStart(16, 'j')).toString('hex'),
      attributes: attributes({ 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': 1 }),
    }),
  )
  await collector.postJson('traces', tracesOf(...judged))
  const ofTrace = (id: Uint8Array) => Buffer.from(id).toString('hex')
  const kept = (await collector.records('traces')).map(({ traceId }) => ofTrace(traceId))
  const evaluations = await collector.records('evaluations')
  expect(evaluations.map(({ targetTraceId }) => ofTrace(targetTraceId)).sort()).toEqual(kept.sort())
  expect(new Set(evaluations.map(({ samplingRate }) => samplingRate))).toEqual(new Set([0.3]))
  expect(kept.length).toBeGreaterThan(20)
  expect(kept.length).toBeLessThan(110)
})

test('an attribute on one span keeps all spans of its trace in a large request, and weights sum up to what was sent', async () => {
  const traces = 600
  const parts = Array.from({ length: traces }, (_, trace) => Buffer.from(`${trace}`.padStart(16, 't')).toString('hex'))
  const roots = parts.map((traceId) => span({ traceId, spanId: hexId(8, 1) }))
  // Every tenth trace has one span that matters; it comes long after its others, in another part of the request.
  const children = parts.map((traceId, trace) =>
    span({ traceId, spanId: hexId(8, 2), attributes: trace % 10 === 0 ? attributes({ priority: 'high' }) : [] }),
  )
  const response = await collector.postJson('traces', tracesOf(...roots, ...children))
  expect(await response.json()).toEqual({})
  const records = (await collector.records('traces')).filter(
    ({ spanId }) => JUDGED !== Buffer.from(spanId).toString('hex'),
  )
  const sizes = new Map<string, number>()
  const rates = new Map<string, Set<number>>()
  for (const { traceId, samplingRate } of records) {
    const id = Buffer.from(traceId).toString('hex')
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
    rates.set(id, (rates.get(id) ?? new Set()).add(samplingRate))
  }
  expect(new Set(sizes.values())).toEqual(new Set([2]))
  const high = parts.filter((_, trace) => trace % 10 === 0)
  expect(high.map((id) => [...(rates.get(id) ?? [])])).toEqual(high.map(() => [1]))
  const low = parts.filter((id) => !high.includes(id) && sizes.has(id))
  expect(low.map((id) => [...(rates.get(id) ?? [])])).toEqual(low.map(() => [0.3]))
  const weighed = records.reduce((sum, { samplingRate }) => sum + 1 / samplingRate, 0)
  expect(Math.abs(weighed / (2 * traces) - 1)).toBeLessThan(0.2)
})
