import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { evaluationSample, logSample, metricSample, traceSample } from './otlp-samples.ts'
import { ENCODINGS, sendOtlp } from './send-otlp.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

/**
 * The journey of telemetry, from a client's request to a page: everything that PyFlare is made of is started as
 * `pyflare up` starts it, one OTLP request of each encoding is sent, and read back as a signed-in person's page reads it.
 * docs/architecture.md names the files on the way.
 */
let started: TestPlatform
beforeAll(async () => {
  started = await startTestPlatform()
})
afterAll(() => started?.stop())

describe.each(ENCODINGS)('over %s', (encoding) => {
  const service = `journey ${encoding}`
  const traceId = randomBytes(16).toString('hex')
  const spanId = randomBytes(8).toString('hex')
  const now = Date.now()

  test('a span is on the trace page', async () => {
    const { collector, page } = started
    await sendOtlp(collector, encoding, 'traces', traceSample(service, traceId, spanId, now))

    const { spans } = await appears(() => page.traces.spans({ trace_id: traceId }))
    expect(spans).toHaveLength(1)
    expect(spans[0]).toMatchObject({
      trace_id: traceId,
      span_id: spanId,
      parent_span_id: null,
      service_name: service,
      operation_name: 'chat gpt-4o-mini',
      operation_kind: 'chat',
      status: 'ok',
      provider: 'openai',
      request_model: 'gpt-4o-mini',
      environment: 'test',
      user_id: 'ann',
      input_tokens: 1200,
      output_tokens: 300,
      duration_ms: 1200,
      input_preview: expect.stringContaining('Which stove works in the cold?'),
    })

    const { traces } = await appears(async () => {
      const listed = await page.traces.list({ service })
      expect(listed.traces[0]).toMatchObject({ root_seen: true, cost_status: 'exact' })
      return listed
    })
    expect(traces).toHaveLength(1)
    expect(traces[0]).toMatchObject({ trace_id: traceId, service_name: service, span_count: 1, user_id: 'ann' })
    // 1,200 tokens at 0.15 and 300 at 0.60 dollars for a million.
    expect(traces[0]?.cost_usd).toBeCloseTo(0.00036, 8)
  })

  test('a metric is on the metrics page', async () => {
    const { collector, page } = started
    const name = `journey.${encoding.replace(/\W/g, '_')}`
    await sendOtlp(collector, encoding, 'metrics', metricSample(service, name, 42.5, now))

    const { metrics } = await appears(async () => {
      const listed = await page.metrics.list({ service })
      expect(listed.metrics).toHaveLength(1)
      return listed
    })
    expect(metrics[0]).toMatchObject({ name, unit: '{request}' })
    const { series } = await page.metrics.timeseries({ name })
    expect(series.flatMap(({ points }) => points).find(({ value }) => value !== null)?.value).toBe(42.5)
  })

  test('a log record is on the logs page, and beside its trace', async () => {
    const { collector, page } = started
    await sendOtlp(collector, encoding, 'logs', logSample(service, traceId, spanId, 'the stove is sold out', now))

    const { logs } = await appears(async () => {
      const listed = await page.logs.list({ service })
      expect(listed.logs).toHaveLength(1)
      return listed
    })
    expect(logs[0]).toMatchObject({
      body: 'the stove is sold out',
      severity_number: 17,
      severity_text: 'ERROR',
      trace_id: traceId,
      span_id: spanId,
    })
    await appears(async () => expect((await page.traces.logs({ trace_id: traceId })).logs).toEqual(logs))
  })

  test('what judges a span is on it, and counts as it was judged last', async () => {
    const { collector, page } = started
    const judge = (score: number, atMs: number) =>
      sendOtlp(collector, encoding, 'logs', evaluationSample(`${service} judge`, traceId, spanId, score, atMs))
    await judge(0.25, now)
    await judge(0.75, now + 1)
    await judge(0.25, now)

    const [judged] = await appears(async () => {
      const { spans } = await page.traces.spans({ trace_id: traceId })
      const [evaluation] = spans[0]?.evaluations ?? []
      expect(evaluation).toMatchObject({ name: 'relevance', score: 0.75, explanation: 'It names a stove.' })
      return spans
    })
    expect(judged?.evaluations).toHaveLength(1)
    const { evaluations } = await page.traces.evaluations({ trace_id: traceId })
    expect(evaluations).toEqual(judged?.evaluations)
  })
})

/** What was acknowledged is kept; it is on pages a moment later. */
function appears<Result>(read: () => Promise<Result>): Promise<Result> {
  return vi.waitFor(read, { timeout: 20_000, interval: 50 })
}
