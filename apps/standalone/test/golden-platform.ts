import { expect, vi } from 'vitest'
import { goldenLogs, goldenMetrics, goldenTrace, RANGE } from './rest-samples.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

export interface GoldenPlatform extends TestPlatform {
  /** Asks `/api/v1` with the project's key. */
  ask(path: string, init?: RequestInit): Promise<Response>
  read<Answer>(path: string): Promise<Answer>
}

/** The whole platform, with the telemetry of rest-samples.ts sent, stored and settled. */
export async function startGoldenPlatform(): Promise<GoldenPlatform> {
  const started = await startTestPlatform()
  const { projectKey, otlpHttp } = started.collector
  const ask: GoldenPlatform['ask'] = (path, init) =>
    fetch(`${started.platform.url}/api/v1${path}`, { ...init, headers: { 'x-api-key': projectKey } })
  const read = async <Answer>(path: string) => (await (await ask(path)).json()) as Answer
  const send = async (signal: string, body: object) => {
    const answer = await fetch(`${otlpHttp}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': projectKey },
      body: JSON.stringify(body),
    })
    expect([answer.status, await answer.json()]).toEqual([200, {}])
  }
  await Promise.all([send('traces', goldenTrace), send('logs', goldenLogs), send('metrics', goldenMetrics)])
  await vi.waitFor(
    async () => {
      const { traces } = await read<{ traces: { span_count: number; cost_usd: number | null }[] }>(`/traces?${RANGE}`)
      const { logs } = await read<{ logs: object[] }>(`/logs?${RANGE}`)
      const { metrics } = await read<{ metrics: object[] }>(`/metrics?${RANGE}`)
      const { evaluations } = await read<{ evaluations: object[] }>(`/evaluations?${RANGE}`)
      expect([traces[0]?.span_count, logs.length, metrics.length, evaluations.length]).toEqual([3, 2, METRICS, 2])
      expect(traces[0]?.cost_usd).not.toBeNull()
    },
    { timeout: 30_000, interval: 100 },
  )
  return { ...started, ask, read }
}

const METRICS = goldenMetrics.resourceMetrics.flatMap(({ scopeMetrics }) =>
  scopeMetrics.flatMap(({ metrics }) => metrics),
).length
