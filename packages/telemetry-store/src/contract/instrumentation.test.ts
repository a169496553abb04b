import { afterAll, beforeAll, expect, it } from 'vitest'
import { indexRow } from './facts.ts'
import { hex, NOON, NOON_NS, SECOND_NS, type SpanInit, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
const RANGE = { startTime: new Date(NOON), endTime: new Date(NOON + 3_600_000) }
const SDK = {
  'telemetry.sdk.language': 'python',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.version': '1.38.0',
}

/** A library for OpenAI that is complete but for its streams, beside a server's spans, and another project's. */
const SPANS: SpanInit[] = [
  call(1, { inputTokens: 10, outputTokens: 2, inputMessages: '[{}]' }),
  call(2, { stream: true, usageMissing: true, inputMessages: '[{}]' }),
  call(3, { usageMissing: true, status: 'error', normalizeConflict: ['model_id'], normalizeRepaired: true }),
  span({
    traceId: traceId(4),
    spanId: spanId(4),
    scopeName: 'http.server',
    operationKind: 'http',
    resourceAttributes: { 'telemetry.sdk.language': 'nodejs' },
    normalizerVersion: 2,
  }),
]

beforeAll(async () => {
  test = await openTestStore()
  await insert('project-a', SPANS)
  await insert('project-b', [call(9, { scopeName: 'of another project' })])
})
afterAll(() => test.close())

it('tells what each library sent and what its spans lack, with an example', async () => {
  const { libraries, since } = await test.store.reader.instrumentation({ projectId: 'project-a', ...RANGE })
  expect(since).toBe(RANGE.startTime.toISOString())
  expect(libraries.map(({ scope_name }) => scope_name)).toEqual(['openai', 'http.server'])
  expect(libraries[0]).toEqual({
    service_name: 'shop',
    scope_name: 'openai',
    scope_version: '2.0',
    sdk_language: 'python',
    sdk_name: 'opentelemetry',
    sdk_version: '1.38.0',
    dialects: ['oi', 'otel_genai'],
    spans: 3,
    errors: 1,
    calls: 3,
    usage_missing: 2,
    streams_without_usage: 1,
    usage_incomplete: 0,
    usage_estimated: 0,
    without_messages: 0,
    without_model: 1,
    repaired: 1,
    conflicts: 1,
    truncated: 0,
    repeats: 1,
    repeats_of: ['http.server'],
    conflict_columns: ['model_id'],
    normalizer_version: 1,
    last_seen: '2026-11-20T12:00:03.000000000Z',
    example_traces: {
      usage_missing: hex(traceId(3)),
      streams_without_usage: hex(traceId(2)),
      without_model: hex(traceId(3)),
      repaired: hex(traceId(3)),
      conflicts: hex(traceId(3)),
      repeats: hex(traceId(2)),
    },
  })
  expect(libraries[1]).toMatchObject({ sdk_language: 'nodejs', sdk_version: '', calls: 0, example_traces: {} })
})

it('tells what traces with calls of models lack', async () => {
  const { services } = await test.store.reader.instrumentation({ projectId: 'project-a', ...RANGE })
  expect(services).toEqual([
    {
      service_name: 'shop',
      traces: 3,
      without_session: 2,
      without_user: 3,
      without_release: 3,
      without_environment: 3,
      without_root: 1,
      unpriced: 1,
      example_traces: {
        without_session: hex(traceId(3)),
        without_user: hex(traceId(3)),
        without_release: hex(traceId(3)),
        without_environment: hex(traceId(3)),
        without_root: hex(traceId(2)),
        unpriced: hex(traceId(3)),
      },
    },
  ])
})

it('looks at the whole of a range that is not full, though it began in silence', async () => {
  const startTime = new Date(NOON - 3_600_000)
  const { since } = await test.store.reader.instrumentation({
    projectId: 'project-a',
    startTime,
    endTime: RANGE.endTime,
  })
  expect(since).toBe(startTime.toISOString())
})

it('is empty where nothing was sent', async () => {
  const nothing = { startTime: new Date(NOON - 7_200_000), endTime: new Date(NOON - 3_600_000) }
  expect(await test.store.reader.instrumentation({ projectId: 'project-a', ...nothing })).toEqual({
    since: nothing.startTime.toISOString(),
    libraries: [],
    services: [],
  })
})

function call(number: number, more: SpanInit): SpanInit {
  return span({
    traceId: traceId(number),
    spanId: spanId(number),
    startTimeNs: NOON_NS + BigInt(number) * SECOND_NS,
    scopeName: 'openai',
    scopeVersion: '2.0',
    dialects: number === 1 ? ['oi'] : ['otel_genai'],
    modelId: number === 3 ? '' : 'gpt',
    normalizerVersion: number === 2 ? 1 : 2,
    resourceAttributes: SDK,
    ...more,
  })
}

async function insert(projectId: string, spans: readonly SpanInit[]): Promise<void> {
  const records = spans.map((record) => ({ ...record, projectId }))
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(...records)], token: projectId })
  const rows = [1, 2, 3, 4].map((number) =>
    indexRow({
      traceId: hex(traceId(number)),
      startTimeNs: NOON_NS + BigInt(number) * SECOND_NS,
      sessionId: number === 1 ? 's' : '',
      rootSeen: number !== 2,
      costStatus: number === 3 ? 'unknown' : 'exact',
      llmCallCount: number === 4 ? 0 : 1,
    }),
  )
  const repeated = { is_aggregate: 'true', duplicate_of: `${hex(traceId(4))}:${hex(spanId(4))}` }
  const facts = rows.map((index, at) => ({
    index,
    replacesStartTimeNs: undefined,
    patches: at === 1 ? [{ spanId: hex(spanId(2)), version: 1, columns: repeated, fills: [], print: '' }] : [],
    entries: [],
  }))
  await test.store.settlement.write(projectId, facts)
}
