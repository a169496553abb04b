import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Random } from '../src/demo/random.ts'
import { tellHistory } from '../src/demo/tell-history.ts'
import { ask } from './crash-readings.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

const HOUR_MS = 3_600_000

let running: TestPlatform
beforeAll(async () => {
  running = await startTestPlatform()
}, 200_000)
afterAll(() => running.stop())

test('a demo that was stopped goes on where it stopped, and what it tells is there once', {
  timeout: 300_000,
}, async () => {
  const { url, otlpHttp, credentials } = running.platform
  const told: Date[] = []
  const tell = (from: Date, to: Date, stopAfter: number) => {
    const stopping = new AbortController()
    return tellHistory({
      url,
      otlpHttpUrl: otlpHttp,
      projectKey: credentials.projectKey ?? '',
      random: new Random(from.getTime()),
      from,
      to,
      say: () => undefined,
      toldUntil: async (at) => {
        if (told.push(at) === stopAfter) stopping.abort()
      },
      signal: stopping.signal,
    })
  }
  const now = new Date()
  const begin = new Date(now.getTime() - 24 * HOUR_MS)
  const spansBefore = await tell(begin, now, 2)
  const stoppedAt = told.at(-1) ?? begin
  expect(told).toHaveLength(2)
  const spansAfter = await tell(stoppedAt, new Date(stoppedAt.getTime() + 2 * HOUR_MS), Number.POSITIVE_INFINITY)
  expect(told).toEqual([...told].sort((a, b) => a.getTime() - b.getTime()))

  const read = ask({ url, project_key: credentials.projectKey } as Parameters<typeof ask>[0])
  const range = { start_time: begin.toISOString(), end_time: now.toISOString() }
  await vi.waitFor(
    async () => {
      const { services } = await read<{ services: { spans: number; traces: number }[] }>('/services', range)
      expect(sum(services.map(({ spans }) => spans))).toBe(spansBefore + spansAfter)
      // Each trace is one request that is measured, those of an interval that was cut short too.
      const { series } = await read<{ series: { points: { value: number | null }[] }[] }>('/metrics/timeseries', {
        ...range,
        name: 'app.requests',
        bucket_seconds: '86400',
      })
      const requests = series.flatMap(({ points }) => points.map(({ value }) => (value ?? 0) * 86_400))
      expect(sum(requests)).toBeCloseTo(sum(services.map(({ traces }) => traces)), 3)
    },
    { timeout: 60_000, interval: 500 },
  )
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
