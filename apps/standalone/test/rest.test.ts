import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { goldenLogs, goldenMetrics, goldenTrace, RANGE, TRACE_ID } from './rest-samples.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

/** What programs get from `/api/v1`, answer by answer, as files in golden/. `npx vitest -u` writes them anew. */
let started: TestPlatform
beforeAll(async () => {
  started = await startTestPlatform()
  await Promise.all([send('traces', goldenTrace), send('logs', goldenLogs), send('metrics', goldenMetrics)])
  await vi.waitFor(
    async () => {
      const { traces } = await read<{ traces: { span_count: number; cost_usd: number | null }[] }>(`/traces?${RANGE}`)
      const { logs } = await read<{ logs: object[] }>(`/logs?${RANGE}`)
      const { metrics } = await read<{ metrics: object[] }>(`/metrics?${RANGE}`)
      expect([traces[0]?.span_count, logs.length, metrics.length]).toEqual([3, 1, 3])
      expect(traces[0]?.cost_usd).not.toBeNull()
    },
    { timeout: 30_000, interval: 100 },
  )
})
afterAll(() => started?.stop())

const ANSWERS: readonly [file: string, path: string][] = [
  ['traces', `/traces?${RANGE}`],
  ['traces-none', `/traces?${RANGE}&service=nobody`],
  ['trace', `/traces/${TRACE_ID}`],
  ['spans', `/traces/${TRACE_ID}/spans`],
  ['span-explanation', `/traces/${TRACE_ID}/spans/0000000000000002/explanation`],
  ['logs', `/logs?${RANGE}`],
  ['metrics', `/metrics?${RANGE}`],
  ['timeseries-gauge', `/metrics/timeseries?${RANGE}&name=queue.depth&bucket_seconds=1800`],
  ['timeseries-counter', `/metrics/timeseries?${RANGE}&name=requests&bucket_seconds=1800`],
  ['timeseries-histogram', `/metrics/timeseries?${RANGE}&name=latency&aggregation=p95&bucket_seconds=1800`],
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
  const answer = JSON.stringify(await read(path), (key, value) => steady(key, value), 2)
  await expect(`${answer}\n`).toMatchFileSnapshot(`golden/${file}.json`)
})

/** What depends on the moment: how many settlings a trace took, and the part of a log's id that tells its arrival. */
function steady(key: string, value: unknown): unknown {
  if (key === 'version' && Number(value) > 0) return 1
  if (key === 'id' && /^[0-9a-f]{32}$/.test(String(value))) return `${String(value).slice(0, 16)}${'0'.repeat(16)}`
  return value
}

test('spans by page say where the next page is', async () => {
  const first = await ask(`/traces/${TRACE_ID}/spans?limit=2`)
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1]
  const second = await ask(String(next).replace('/api/v1', ''))
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

function ask(path: string): Promise<Response> {
  const { platform, collector } = started
  return fetch(`${platform.url}/api/v1${path}`, { headers: { 'x-api-key': collector.projectKey } })
}

async function read<Answer>(path: string): Promise<Answer> {
  return (await (await ask(path)).json()) as Answer
}

async function send(signal: string, body: object): Promise<void> {
  const { otlpHttp, projectKey } = started.collector
  const answer = await fetch(`${otlpHttp}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': projectKey },
    body: JSON.stringify(body),
  })
  expect([answer.status, await answer.json()]).toEqual([200, {}])
}
