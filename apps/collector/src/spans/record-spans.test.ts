import { isDeepStrictEqual } from 'node:util'
import { fromBinary } from '@bufbuild/protobuf'
import { type ExportTraceServiceRequest, ExportTraceServiceRequestSchema } from '@pyflare/proto'
import { listCaptures, readCapture } from '@pyflare/testkit'
import { describe, expect, test } from 'vitest'
import { attributes, protobufOf, span, tracesOf } from '../otlp.fixture.ts'
import { randomOf } from '../seeded-random.fixture.ts'
import { mutatedRequest } from './mutated-requests.fixture.ts'
import { TwoWays } from './two-ways.fixture.ts'

const BODIES = listCaptures().flatMap(({ library, scenario }) =>
  readCapture(library, scenario).bodies.filter(
    ({ signal, encoding }) => signal === 'traces' && encoding === 'protobuf',
  ),
)
const REQUESTS: readonly ExportTraceServiceRequest[] = BODIES.map(({ bytes }) =>
  fromBinary(ExportTraceServiceRequestSchema, bytes),
)
/** Within a day of every captured span: what is checked of times is checked. */
const RECEIVED_AT_MS = Number(latestNs(REQUESTS) / 1_000_000n) + 3_600_000
/** Once to be seen, once or twice to be learned from. */
const ROUNDS = 4

describe('records written by plans are those that the stages make', () => {
  test('of what libraries really sent, most of it by plans once it was seen', () => {
    const ways = new TwoWays()
    for (let round = 0; round < ROUNDS; round++) {
      ways.spans = ways.unplanned = 0
      for (const { bytes } of BODIES) same(ways, bytes)
    }
    expect(ways.unplanned / ways.spans).toBeLessThan(0.45)
  })

  test('of spans that are like these, or not quite', () => {
    const ways = new TwoWays()
    const chance = randomOf(1)
    for (let left = 120; left > 0; left--) {
      const base = REQUESTS[chance(REQUESTS.length)]
      // The same request several times over, so that there are plans for it.
      for (let again = 4; base !== undefined && again > 0; again--) same(ways, mutatedRequest(base, chance))
    }
    expect(ways.unplanned).toBeLessThan(ways.spans)
  })

  test('of spans that judge, whose evaluations come with them', () => {
    const ways = new TwoWays()
    const annotation = (score: number) =>
      span({
        startTimeUnixNano: `${RECEIVED_AT_MS}000000`,
        endTimeUnixNano: `${RECEIVED_AT_MS}000000`,
        attributes: attributes({ 'annotations.0.annotation.name': 'helpful', 'annotations.0.annotation.score': score }),
      })
    for (let score = 0; score < 6; score++) {
      const body = protobufOf('traces', tracesOf(annotation(score)))
      same(ways, body)
      expect(ways.make(body, RECEIVED_AT_MS).planned.records[0]?.evaluations).toHaveLength(1)
    }
  })

  test.each([
    ['few attributes', { maxAttributes: 8 }],
    ['short values', { maxValueLength: 64 }],
    ['no events', { maxEvents: 0, maxLinks: 0 }],
  ])('where limits allow %s', (_, limits) => {
    const ways = new TwoWays(limits)
    for (let round = 0; round < ROUNDS; round++) for (const { bytes } of BODIES.slice(0, 60)) same(ways, bytes)
  })

  test('where the collector adds what it knows', () => {
    const ways = new TwoWays({}, { environment: 'staging', hostName: 'collector-1' })
    for (let round = 0; round < ROUNDS; round++) for (const { bytes } of BODIES.slice(0, 60)) same(ways, bytes)
  })
})

function same(ways: TwoWays, body: Uint8Array): void {
  const { readable, planned } = ways.make(body, RECEIVED_AT_MS)
  if (!isDeepStrictEqual(planned, readable)) expect(planned).toEqual(readable)
}

function latestNs(requests: readonly ExportTraceServiceRequest[]): bigint {
  const spans = requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  )
  return spans.map(({ endTimeUnixNano }) => endTimeUnixNano).sort((left, right) => (left < right ? 1 : -1))[0] ?? 0n
}
