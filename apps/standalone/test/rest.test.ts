import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type GoldenPlatform, startGoldenPlatform } from './golden-platform.ts'
import { RANGE, TRACE_ID } from './rest-samples.ts'

/** What programs get from `/api/v1`, answer by answer, as files in golden/. `npx vitest -u` writes them anew. */
let started: GoldenPlatform
beforeAll(async () => {
  started = await startGoldenPlatform()
})
afterAll(() => started?.stop())

const ANSWERS: readonly [file: string, path: string][] = [
  ['traces', `/traces?${RANGE}`],
  ['traces-none', `/traces?${RANGE}&service=nobody`],
  ['trace', `/traces/${TRACE_ID}`],
  ['spans', `/traces/${TRACE_ID}/spans`],
  ['span-explanation', `/traces/${TRACE_ID}/spans/0000000000000002/explanation`],
  ['trace-evaluations', `/traces/${TRACE_ID}/evaluations`],
  ['evaluations', `/evaluations?${RANGE}&name=groundedness`],
  ['logs', `/logs?${RANGE}`],
  ['metrics', `/metrics?${RANGE}`],
  ['timeseries-gauge', `/metrics/timeseries?${RANGE}&name=queue.depth&bucket_seconds=1800`],
  ['timeseries-counter', `/metrics/timeseries?${RANGE}&name=requests&bucket_seconds=1800`],
  ['timeseries-histogram', `/metrics/timeseries?${RANGE}&name=latency&aggregation=p95&bucket_seconds=1800`],
  [
    'timeseries-cumulative-max',
    `/metrics/timeseries?${RANGE}&name=cumulative.latency&aggregation=max&bucket_seconds=1800`,
  ],
  ['exemplars', `/metrics/exemplars?${RANGE}&name=latency`],
  ['timeseries-cost', `/metrics/timeseries?${RANGE}&name=pyflare.cost&bucket_seconds=1800`],
  ['services', `/services?${RANGE}`],
  ['models', `/models?${RANGE}`],
  ['instrumentation', `/instrumentation?${RANGE}`],
  ['openapi', '/openapi.json'],
  ['problem-not-found', `/traces/${'f'.repeat(32)}`],
  ['problem-invalid', '/traces?limit=many'],
  ['problem-unknown-parameter', '/traces?servcie=a'],
  ['problem-nothing-there', '/tracks'],
]

test.each(ANSWERS)('%s', async (file, path) => {
  const answer = JSON.stringify(await started.read(path), (key, value) => steady(key, value), 2)
  await expect(`${answer}\n`).toMatchFileSnapshot(`golden/${file}.json`)
})

/** What depends on the moment: how many settlings a trace took, and the part of a log's id that tells its arrival. */
function steady(key: string, value: unknown): unknown {
  if (key === 'version' && Number(value) > 0) return 1
  if (key === 'id' && /^[0-9a-f]{32}$/.test(String(value))) return `${String(value).slice(0, 16)}${'0'.repeat(16)}`
  return value
}

test('what became of what was sent is told by key, some seconds later', async () => {
  const read = () => started.read<Record<string, unknown>>('/ingestion')
  await vi.waitFor(async () => expect(await read()).toMatchObject({ accepted: 3, stored: 3 }), {
    timeout: 20_000,
    interval: 500,
  })
  const { sources, buckets, ...ingestion } = await read()
  expect(ingestion).toMatchObject({
    ...{ signal: 'traces', requests: 1, rejected: 0, refused_requests: 0, set_aside: 0, reasons: [] },
    ...{ behind: { messages: 0 }, visible_after_ms: { median: expect.any(Number), p99: expect.any(Number) } },
  })
  expect(sources).toMatchObject([
    { key_prefix: expect.stringMatching(/^pf_live_/), clients: ['node'], accepted: 3, last_at: expect.any(String) },
  ])
  expect((buckets as { accepted: number }[]).reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3)
  expect(await started.read('/ingestion?signal=logs')).toMatchObject({ accepted: 2 })
})

test('spans by page say where the next page is', async () => {
  const first = await started.ask(`/traces/${TRACE_ID}/spans?limit=2`)
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1]
  const second = await started.ask(String(next).replace('/api/v1', ''))
  const ids = [...((await first.json()) as { span_id: string }[]), ...((await second.json()) as { span_id: string }[])]
  expect(ids.map(({ span_id }) => span_id)).toEqual(['0000000000000001', '0000000000000002', '0000000000000003'])
  expect(second.headers.get('link')).toBeNull()
})

test('a key that is wrong, and none, are refused', async () => {
  const wrong = await fetch(`${started.platform.url}/api/v1/traces`, { headers: { 'x-api-key': 'pf_live_wrong' } })
  const none = await fetch(`${started.platform.url}/api/v1/traces`)
  expect([wrong.status, none.status]).toEqual([401, 401])
  expect(await wrong.json()).toMatchObject({ code: 'unauthenticated', status: 401 })
  expect(await none.json()).toMatchObject({ code: 'unauthenticated', status: 401 })
})
