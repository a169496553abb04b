import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GoldenPlatform, startGoldenPlatform } from './golden-platform.ts'
import { RANGE, TRACE_ID } from './rest-samples.ts'

/** How `/api/v1` takes what is asked of it: which moments, which ids, which names. */
let started: GoldenPlatform
beforeAll(async () => {
  started = await startGoldenPlatform()
})
afterAll(() => started?.stop())

/** Every path that lists what a range holds, with what it needs beside it. */
const RANGED: readonly string[] = [
  '/traces?',
  '/logs?',
  '/services?',
  '/models?',
  '/metrics?',
  '/metrics/timeseries?name=requests&aggregation=sum&',
  '/metrics/timeseries?name=pyflare.spans&',
  '/metrics/exemplars?name=latency&',
  '/instrumentation?',
]
const LONG_AGO = ['0001-01-01T00:00:00Z', '1600-06-01T12:00:00Z', '1969-12-31T23:59:59Z', '1999-12-31T00:00:00Z']
const FAR_AHEAD = ['2107-01-01T00:00:00Z', '2263-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59-23:59']

describe.each(RANGED)('%s', (path) => {
  const found = async (start: string, end: string) => {
    const answer = await started.ask(
      `${path}start_time=${encodeURIComponent(start)}&end_time=${encodeURIComponent(end)}`,
    )
    expect(answer.status, `${start} to ${end}`).toBe(200)
    return steady(await answer.json())
  }

  test('finds the same from any moment before there was telemetry to any after', async () => {
    const all = await found('2000-01-01T00:00:00Z', '2027-01-01T00:00:00Z')
    expect(all.length).toBeGreaterThan(0)
    for (const start of LONG_AGO) expect(await found(start, '2027-01-01T00:00:00Z'), start).toEqual(all)
    for (const end of FAR_AHEAD) expect(await found('2000-01-01T00:00:00Z', end), end).toEqual(all)
  })

  test('finds nothing in a range that lies before all telemetry, or after it', async () => {
    for (const [index, start] of LONG_AGO.slice(1).entries()) {
      expect(await found(LONG_AGO[index] ?? '', start), start).toEqual([])
    }
    expect(await found('2107-01-01T00:00:00Z', '9999-12-31T23:59:59Z')).toEqual([])
    expect(await found('2027-06-01T00:00:00Z', '2263-01-01T00:00:00Z')).toEqual([])
  })

  test('refuses a range that ends before it starts', async () => {
    const answer = await started.ask(`${path}start_time=2026-11-24T10:00:00Z&end_time=2026-11-24T09:00:00Z`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'invalid_argument',
      detail: expect.stringContaining('ends before it starts'),
    })
  })
})

/** What an answer lists; of series what is not nothing. Where the range begins, and how long a bucket is, depends on the range. */
function steady(answer: Record<string, unknown>): unknown[] {
  if (Array.isArray(answer.series)) {
    const series = answer.series as { points: { value: number | null }[] }[]
    return series.flatMap(({ points }) => points.map(({ value }) => value).filter(Boolean))
  }
  const list = Object.values(answer).find(Array.isArray)
  return list ?? []
}

test.each([
  [
    '/services?start_time=yesterday',
    'start_time must be a moment of RFC 3339, as 2026-11-24T09:41:07Z or with an offset.',
  ],
  ['/logs?trace_id=x', 'trace_id must be 32 hexadecimal digits.'],
  ['/logs?span_id=7f3a09c1-e4b8d26', 'span_id must be 16 hexadecimal digits.'],
  [`/traces/${TRACE_ID}0`, 'trace_id must be 32 hexadecimal digits.'],
  ['/metrics/timeseries', 'name is missing.'],
  ['/traces?limit=0&status=broken', 'status must be one of ok, error. limit must be at least 1.'],
  ['/traces?limit=1001', 'limit must be at most 1000.'],
  ['/logs?min_severity=1.5', 'min_severity must be a whole number.'],
  [`/traces?service=${'x'.repeat(513)}`, 'service must have at most 512 characters.'],
])('%s is refused: %s', async (path, detail) => {
  const answer = await started.ask(path)
  expect(answer.status).toBe(400)
  const { errors, ...problem } = (await answer.json()) as { detail: string; errors: { message: string }[] }
  expect(problem.detail).toBe(detail)
  expect(errors.map(({ message }) => message).join(' ')).toBe(detail)
})

test('a derived metric that there is not is refused with those that there are', async () => {
  const answer = await started.ask(`/metrics/timeseries?${RANGE}&name=pyflare.costs`)
  expect(answer.status).toBe(400)
  const { detail } = (await answer.json()) as { detail: string }
  expect(detail).toContain('pyflare.costs')
  expect(detail).toContain('pyflare.output_tokens, pyflare.cost.')
  expect(detail).toContain('pyflare.duration.p95')
  expect((await started.ask(`/metrics/timeseries?${RANGE}&name=nobody.sends.this`)).status).toBe(200)
})

test.each([
  [`/metrics/timeseries?${RANGE}&name=pyflare.cost&aggregation=max`, 'pyflare.cost is put together as its name says'],
  [`/metrics/timeseries?${RANGE}&name=genai.duration&aggregation=rate`, 'not by rate'],
  [`/metrics/timeseries?${RANGE}&name=requests&session_id=a`, 'Points of metrics do not say session_id'],
  [`/metrics/timeseries?${RANGE}&name=pyflare.spans&group_by=price_version`, 'grouped by model_id, model_version'],
  [`/traces?${RANGE}&service=a&service=b`, 'service is given 2 times, and can be given once.'],
])('%s is refused rather than answered otherwise', async (path, words) => {
  const answer = await started.ask(path)
  expect(answer.status).toBe(400)
  expect(((await answer.json()) as { detail: string }).detail).toContain(words)
})

test('ids are taken in upper case, as the document says', async () => {
  const { trace_id } = await started.read<{ trace_id: string }>(`/traces/${TRACE_ID.toUpperCase()}`)
  expect(trace_id).toBe(TRACE_ID)
  const { logs } = await started.read<{ logs: object[] }>(`/logs?${RANGE}&trace_id=${TRACE_ID.toUpperCase()}`)
  expect(logs).toHaveLength(1)
  const document = JSON.stringify(await started.read('/openapi.json'))
  const patterns = [...document.matchAll(/"pattern":"(\^\[[^"]+\$)"/g)].map(([, pattern]) => pattern ?? '')
  expect(patterns.length).toBeGreaterThan(3)
  for (const pattern of patterns) expect(pattern).toMatch(/^\^\[0-9a-fA-F\]\{(32|16)\}\$$/)
})

test.each([
  '/traces?service=&model_id=&status=&text=&limit=&cursor=&offset=&project_id=',
  '/logs?service=&trace_id=&span_id=&min_severity=&text=&cursor=',
  '/metrics?service=&search=',
  '/metrics/timeseries?name=requests&aggregation=&group_by=&service=&model_id=&user_id=&bucket_seconds=&max_series=',
  '/metrics/exemplars?name=latency&service=&limit=',
])('%s asks the same as without what is empty', async (path) => {
  const [place, query = ''] = path.split('?')
  const given = query.split('&').filter((part) => !part.endsWith('='))
  const [empty, absent] = await Promise.all([
    started.ask(`${path}&${RANGE}`),
    started.ask(`${place}?${[...given, RANGE].join('&')}`),
  ])
  expect(empty.status).toBe(200)
  expect(await empty.json()).toEqual(await absent.json())
})

test('HEAD is GET without its body, and other methods are told what is taken', async () => {
  const head = await started.ask(`/traces?${RANGE}`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  const put = await started.ask('/traces', { method: 'PUT' })
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('the ledger of what came answers for any range, and refuses what is none', async () => {
  for (const [start, end] of [
    [LONG_AGO[0], FAR_AHEAD[3]],
    [FAR_AHEAD[0], FAR_AHEAD[2]],
  ])
    expect((await started.ask(`/ingestion?start_time=${start}&end_time=${end}`)).status).toBe(200)
  for (const wrong of ['signal=spans', 'start_time=2026-01-02T00:00:00Z&end_time=2026-01-01T00:00:00Z'])
    expect((await started.ask(`/ingestion?${wrong}`)).status).toBe(400)
})
