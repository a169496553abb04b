import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiCaller } from '@pyflare/api'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask } from './crash-readings.ts'
import { OLD_SPAN_TRUTH, oldSpans, oldTraceId } from './old-spans.ts'
import { type OwnerRequests, signInAsOwner } from './owner-requests.ts'
import { type SpawnedPlatform, spawnPlatform } from './spawned-platform.ts'
import { startTestPlatform } from './test-platform.ts'

const SERVICE = 'old-shop'
const TRACES = 1_250
const CALLS_PER_TRACE = 4
const SPANS = TRACES * CALLS_PER_TRACE
const START_MS = Date.now() - 3_600_000

type Run = Awaited<ReturnType<ApiCaller['normalization']['run']>>

let dataDir: string
let platform: SpawnedPlatform
let owner: OwnerRequests
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-normalization-crash-'))
  await writeOldSpans()
  await start()
}, 300_000)
afterAll(async () => {
  await platform?.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
})

/** As they stand where the rules are newer than the spans: written and settled. */
async function writeOldSpans(): Promise<void> {
  const started = await startTestPlatform(dataDir)
  const { telemetry } = started.platform.runtime
  const { project_id: projectId } = await started.page.project.get({})
  const batch = oldSpans(projectId, {
    service: SERVICE,
    traces: TRACES,
    callsPerTrace: CALLS_PER_TRACE,
    startMs: START_MS,
  })
  await telemetry.writer.insertBlock({ signal: 'trace', batches: [batch], token: 'old' })
  await telemetry.settlement.owe(
    projectId,
    Array.from({ length: TRACES }, (_, trace) => oldTraceId(trace)),
  )
  await vi.waitFor(
    async () => {
      const { models } = await started.page.catalogue.models({})
      expect(models).toMatchObject([{ model_id: 'gpt-4', calls: SPANS, input_tokens: 0 }])
    },
    { timeout: 120_000, interval: 500 },
  )
  await started.stop()
}

async function start(): Promise<void> {
  platform = await spawnPlatform(dataDir)
  owner = await signInAsOwner(platform.announcement)
}

const begin = async (dryRun: boolean) =>
  (await owner.post<{ run_id: string }>('normalization.start', { dry_run: dryRun })).run_id
const look = (runId: string) => owner.get<Run>('normalization.run', { run_id: runId })
const atEnd = (runId: string, timeout: number) =>
  vi.waitFor(
    async () => {
      const run = await look(runId)
      expect(run.finished_at).not.toBeNull()
      return run
    },
    { timeout, interval: 500 },
  )

/** Waits until the run has read some of the spans, kills the whole process, and starts it again. */
async function killAmidst(runId: string): Promise<Run> {
  const run = await vi.waitFor(
    async () => {
      const found = await look(runId)
      expect(found.spans_read).toBeGreaterThan(0)
      return found
    },
    { timeout: 120_000, interval: 20 },
  )
  await platform.end('SIGKILL')
  await start()
  return run
}

/** What rows of traces, and models and cost over time of the ledger, come to. */
async function readTotals() {
  const read = ask(platform.announcement)
  const { models } = await read<{ models: Record<string, unknown>[] }>('/models')
  const { series } = await read<{ series: { points: { value: number | null }[] }[] }>('/metrics/timeseries', {
    name: 'pyflare.cost',
  })
  const traces = await owner.get<Awaited<ReturnType<ApiCaller['traces']['list']>>>('traces.list', {
    service: SERVICE,
    limit: 1000,
  })
  const points = series.flatMap((one) => one.points.map(({ value }) => value ?? 0))
  return {
    models: models.map(({ model_id, calls, input_tokens, output_tokens }) => [
      model_id,
      calls,
      input_tokens,
      output_tokens,
    ]),
    costUsd: points.reduce((sum, value) => sum + value, 0),
    traces: new Set(traces.traces.map(({ input_tokens, cost_usd }) => `${input_tokens} ${cost_usd?.toFixed(6)}`)),
  }
}

/** kill -9 of the whole process in the middle of a run. Its job is taken up when its lock has expired, half a minute later. */
test('a run that is killed changes what its dry run named, and counts nothing twice', {
  timeout: 500_000,
}, async () => {
  const dry = await atEnd(await begin(true), 120_000)
  expect(dry).toMatchObject({ state: 'done', spans_read: SPANS, spans_changed: SPANS, traces_settled: 0 })

  const runId = await begin(false)
  const killed = await killAmidst(runId)
  expect(killed).toMatchObject({ state: 'running', finished_at: null })
  expect(killed.spans_read).toBeLessThan(SPANS)
  const real = await atEnd(runId, 200_000)
  expect(real).toMatchObject({ state: 'done', error: '', spans_read: SPANS, traces_settled: TRACES })
  expect({ ...real, ...ITS_OWN }).toEqual({ ...dry, ...ITS_OWN })

  const { modelId, inputTokens, outputTokens, costUsd } = OLD_SPAN_TRUTH
  const ofTrace = `${CALLS_PER_TRACE * inputTokens} ${(CALLS_PER_TRACE * costUsd).toFixed(6)}`
  await vi.waitFor(
    async () => {
      const { costUsd: billed, ...totals } = await readTotals()
      expect(totals).toEqual({
        models: [[modelId, SPANS, SPANS * inputTokens, SPANS * outputTokens]],
        traces: new Set([ofTrace]),
      })
      expect(billed).toBeCloseTo(SPANS * costUsd, 6)
    },
    { timeout: 120_000, interval: 500 },
  )
  // Counts of spans come from the rows as they were sent, which no run changes.
  const spans = await ask(platform.announcement)<{ series: { points: { value: number | null }[] }[] }>(
    '/metrics/timeseries',
    { name: 'pyflare.spans' },
  )
  expect(spans.series.flatMap(({ points }) => points).reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(SPANS)
  expect(await atEnd(await begin(false), 120_000)).toMatchObject({ state: 'done', spans_total: 0, spans_changed: 0 })
})

/** In what a dry run differs from one that is none. */
const ITS_OWN: Partial<Record<keyof Run, undefined>> = {
  run_id: undefined,
  is_dry_run: undefined,
  traces_settled: undefined,
  created_at: undefined,
  range_start: undefined,
  range_end: undefined,
  finished_at: undefined,
}
