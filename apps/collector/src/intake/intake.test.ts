import { expect, test } from 'vitest'
import { hexId, NOW_NS, protobufOf, span, tracesOf } from '../otlp.fixture.ts'
import { Receiving } from '../receiving.fixture.ts'

const HOUR_NS = 3_600_000_000_000n
const earlier = (byNs: bigint) => String(BigInt(NOW_NS) - byNs)

/** What the log was told, by outcome: what is told twice adds up. */
async function counted(collector: Receiving): Promise<Record<string, unknown>[]> {
  await collector.service.stop()
  const records = await collector.records('intake')
  return records
    .map(({ $typeName, $unknown, countedAtMs, projectId, bytes, ...record }) => {
      expect([projectId, Number(countedAtMs) > 0]).toEqual([collector.projectId, true])
      return { ...record, items: Number(record.items), requests: Number(record.requests), hasBytes: bytes > 0n }
    })
    .sort((a, b) => (a.outcome + a.reason < b.outcome + b.reason ? -1 : 1))
}

test('what became of each span is counted by key, client and reason, whatever way it came', async () => {
  const collector = await Receiving.start()
  const client = { 'user-agent': 'my-sdk/1.0 (linux)' }
  const request = tracesOf(
    span({ traceId: hexId(16, 1) }),
    span({ traceId: hexId(16, 2), startTimeUnixNano: earlier(HOUR_NS), endTimeUnixNano: earlier(HOUR_NS - 1n) }),
    span({ traceId: hexId(16, 3), endTimeUnixNano: '1' }),
    span({ traceId: 'abcd' }),
    span({ traceId: hexId(16, 4), startTimeUnixNano: '1764500000' }),
  )
  expect((await collector.postJson('traces', request, client)).status).toBe(200)
  // Sent again, for its answer was lost.
  expect((await collector.postJson('traces', request, client)).status).toBe(200)
  expect((await collector.post('/v1/traces', '{ no json', client)).status).toBe(400)
  expect((await collector.post('/v1/traces', '{}', { ...client, 'content-type': 'text/plain' })).status).toBe(415)
  // Of whom nobody knows who they are, nothing is counted.
  expect((await collector.post('/v1/traces', '{}', { 'x-api-key': 'pf_live_no' })).status).toBe(401)
  const common = { keyId: expect.stringMatching(/.+/), client: 'my-sdk/1.0', signal: 'traces', delayMs: 0 }
  const of = (outcome: string, reason: string, items: number, sample: unknown = '') => ({
    ...common,
    ...{ outcome, reason, items, requests: 1, sample, hasBytes: outcome === 'accepted' },
  })
  expect(await counted(collector)).toEqual([
    of('accepted', '', 3),
    of('late', '', 1),
    of('refused', 'its content type or encoding is not known here', 0),
    of('refused', 'the body cannot be decoded', 0),
    of(
      'rejected',
      'the start time looks like seconds, and must be nanoseconds since 1970',
      1,
      expect.stringContaining('"start_time_unix_nano":"1764500000"'),
    ),
    of(
      'rejected',
      'the trace id must be 16 bytes (32 hexadecimal digits) and not all zero',
      1,
      expect.stringContaining('"trace_id":"abcd"'),
    ),
    of('repaired', 'a time that was missing or out of order was set', 1),
    of('repeated', '', 0),
  ])
  await collector.stop()
})

test('spans that plans read are counted like all others', async () => {
  const collector = await Receiving.start()
  for (let number = 1; number <= 20; number++) {
    const body = protobufOf(
      'traces',
      tracesOf(
        span({ traceId: hexId(16, number) }),
        span({
          traceId: hexId(16, number),
          spanId: hexId(8, 77),
          startTimeUnixNano: earlier(HOUR_NS),
          endTimeUnixNano: earlier(HOUR_NS),
        }),
      ),
    )
    if (number % 2 === 0) await collector.export('traces', body)
    else await collector.post('/v1/traces', body, { 'content-type': 'application/x-protobuf' })
  }
  const sums = new Map<unknown, number>()
  for (const { outcome, items } of await counted(collector)) {
    sums.set(outcome, (sums.get(outcome) ?? 0) + Number(items))
  }
  expect(Object.fromEntries(sums)).toEqual({ accepted: 40, late: 20 })
  await collector.stop()
})

test('what the collector samples out is neither accepted nor rejected', async () => {
  const collector = await Receiving.start({ 'collector.sampling.default_rate': 0.5 })
  const spans = Array.from({ length: 200 }, (_, number) => span({ traceId: hexId(16, number + 1) }))
  expect((await collector.postJson('traces', tracesOf(...spans))).status).toBe(200)
  const records = await counted(collector)
  const of = (outcome: string) => Number(records.find((record) => record.outcome === outcome)?.items ?? 0)
  expect(of('accepted') + of('sampled_out')).toBe(200)
  expect(of('sampled_out')).toBeGreaterThan(50)
  expect(of('accepted')).toBe((await collector.records('traces')).length)
  await collector.stop()
})
