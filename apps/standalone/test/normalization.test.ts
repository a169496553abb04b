import { NORMALIZER_VERSION } from '@pyflare/domain'
import { settleRequest } from '@pyflare/event-log'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OLD_SPAN_TRUTH, oldSpans, oldTraceId } from './old-spans.ts'
import { startTestPlatform, type TestPlatform } from './test-platform.ts'

const SERVICE = 'old-shop'
const TRACES = 40
const CALLS = 3

let started: TestPlatform
let projectId: string
beforeAll(async () => {
  started = await startTestPlatform()
  projectId = (await started.page.project.get({})).project_id
})
afterAll(() => started?.stop())

const START_MS = Date.now() - 3_600_000

const traceIds = Array.from({ length: TRACES }, (_, trace) => oldTraceId(trace))

async function insertOldSpans(): Promise<void> {
  const batch = oldSpans(projectId, { service: SERVICE, traces: TRACES, callsPerTrace: CALLS, startMs: START_MS })
  await started.platform.runtime.telemetry.writer.insertBlock({ signal: 'trace', batches: [batch], token: 'old' })
  await askForSettling()
}

async function askForSettling(): Promise<void> {
  const messages = traceIds.map((traceId) => settleRequest(projectId, traceId))
  await started.platform.runtime.eventLog.append('pyflare.traces', messages)
}

/** What trace rows say, and what the ledger says by model: `[calls, input, output, dollars]`. */
async function readTotals() {
  const range = { start_time: new Date(START_MS - 60_000).toISOString(), end_time: new Date().toISOString() }
  const { traces } = await started.page.traces.list({ service: SERVICE, limit: 1000, ...range })
  const { models } = await started.page.catalogue.models(range)
  const sum = (read: (trace: (typeof traces)[number]) => number | null) =>
    traces.reduce((total, trace) => total + (read(trace) ?? 0), 0)
  return {
    traces: traces.length,
    inputTokens: sum((trace) => trace.input_tokens),
    outputTokens: sum((trace) => trace.output_tokens),
    costUsd: Math.round(sum((trace) => trace.cost_usd) * 1e9) / 1e9,
    sessions: new Set(traces.map((trace) => trace.session_id)).size,
    ledger: models
      .filter(({ calls }) => calls > 0)
      .map(({ model_id, calls, input_tokens, output_tokens, cost_usd }) => ({
        ...{ model_id, calls, input_tokens, output_tokens, cost_usd: Math.round((cost_usd ?? 0) * 1e9) / 1e9 },
      })),
  }
}

async function run(dryRun: boolean, readsCurrent = false) {
  const { run_id } = await started.page.normalization.start({ dry_run: dryRun, reads_current: readsCurrent })
  return await vi.waitFor(
    async () => {
      const found = await started.page.normalization.run({ run_id })
      expect(found.finished_at).not.toBeNull()
      return found
    },
    { timeout: 30_000, interval: 100 },
  )
}

const CALL_COUNT = TRACES * CALLS
const TRUE_COST = Math.round(CALL_COUNT * OLD_SPAN_TRUTH.costUsd * 1e9) / 1e9
const TRUTH = {
  traces: TRACES,
  inputTokens: CALL_COUNT * 1000,
  outputTokens: CALL_COUNT * 100,
  costUsd: TRUE_COST,
  sessions: TRACES,
  ledger: [
    {
      model_id: 'gpt-4o-mini',
      calls: CALL_COUNT,
      input_tokens: CALL_COUNT * 1000,
      output_tokens: CALL_COUNT * 100,
      cost_usd: TRUE_COST,
    },
  ],
}

test('stored spans are read with new rules, and the ledger follows by differences', { timeout: 120_000 }, async () => {
  await insertOldSpans()
  const before = await vi.waitFor(
    async () => {
      const totals = await readTotals()
      expect(totals).toMatchObject({ traces: TRACES, outputTokens: CALL_COUNT * 100 })
      return totals
    },
    { timeout: 30_000, interval: 200 },
  )
  expect(before).toMatchObject({ inputTokens: 0, sessions: 1, ledger: [{ model_id: 'gpt-4', calls: CALL_COUNT }] })

  const dry = await run(true)
  expect(dry).toMatchObject({
    ...{ state: 'done', is_dry_run: true, spans_total: CALL_COUNT, spans_read: CALL_COUNT, spans_changed: CALL_COUNT },
    ...{ traces_settled: 0, libraries: [{ library: 'old 0.1', spans: CALL_COUNT, changed: CALL_COUNT }] },
  })
  expect(dry.columns.find(({ column }) => column === 'input_tokens')).toMatchObject({
    spans: CALL_COUNT,
    sums: { before: 0, after: CALL_COUNT * 1000 },
  })
  expect(dry.columns.find(({ column }) => column === 'model_id')?.samples[0]).toMatchObject({
    before: 'gpt-4',
    after: 'gpt-4o-mini',
  })
  expect(await readTotals()).toEqual(before)

  const real = await run(false)
  expect(real).toMatchObject({ state: 'done', spans_changed: CALL_COUNT, traces_settled: TRACES, error: '' })
  await vi.waitFor(async () => expect(await readTotals()).toEqual(TRUTH), { timeout: 30_000, interval: 200 })

  const [trace] = (await started.page.traces.list({ service: SERVICE, limit: 1 })).traces
  const [span] = (await started.page.traces.spans({ trace_id: trace?.trace_id ?? '' })).spans
  expect(span).toMatchObject({ model_id: 'gpt-4o-mini', input_tokens: 1000, normalizer_version: NORMALIZER_VERSION })
  const ids = { trace_id: span?.trace_id ?? '', span_id: span?.span_id ?? '' }
  const explained = await started.page.traces.explainSpan(ids)
  expect(explained).toMatchObject({ normalizer_version: NORMALIZER_VERSION, current_version: NORMALIZER_VERSION })
  expect(explained.columns.find(({ column }) => column === 'input_tokens')).toMatchObject({
    value: '1000',
    from: ['gen_ai.usage.input_tokens'],
    now: null,
  })

  expect(await run(false)).toMatchObject({ state: 'done', spans_total: 0, spans_changed: 0, traces_settled: 0 })
  expect(await run(false, true)).toMatchObject({ state: 'done', spans_read: CALL_COUNT, spans_changed: 0 })
  await askForSettling()
  await vi.waitFor(
    async () => {
      const [again] = (await started.page.traces.list({ service: SERVICE, limit: 1 })).traces
      expect(again?.version).toBeGreaterThan(trace?.version ?? 0)
    },
    { timeout: 30_000, interval: 200 },
  )
  expect(await readTotals()).toEqual(TRUTH)
  expect(await started.page.normalization.get({})).toMatchObject({
    current_version: NORMALIZER_VERSION,
    versions: [{ version: NORMALIZER_VERSION, spans: CALL_COUNT }],
  })
})
