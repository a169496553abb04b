import { create, toBinary } from '@bufbuild/protobuf'
import { TOPICS } from '@pyflare/domain'
import { TraceBatchSchema } from '@pyflare/proto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Platform } from './platform.fixture.ts'

const T0 = 1_767_225_600_000_000_000n
const SECOND = 1_000_000_000n
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const TRACE = '0af7651916cd43dd8448eb211c80319c'

let platform: Platform

beforeAll(async () => {
  platform = await Platform.start()
})
beforeEach(() => platform.freshLog())
afterEach(() => platform.endTest())
afterAll(() => platform?.stop())

const span = (spanId: string, fields: object = {}) => ({
  projectId: platform.projectId,
  traceId: bytes(TRACE),
  spanId: bytes(spanId),
  parentSpanId: bytes(spanId === ROOT ? '' : ROOT),
  startTimeNs: T0,
  endTimeNs: T0 + SECOND,
  durationNs: SECOND,
  operationName: 'work',
  serviceName: 'shop',
  operationKind: 'agent',
  isAggregate: true,
  samplingRate: 1,
  ...fields,
})
const ROOT = '0000000000000001'
const CALL = '0000000000000002'
const call = (fields: object = {}) =>
  span(CALL, {
    operationKind: 'chat',
    isAggregate: false,
    modelId: 'gpt-4o-mini',
    provider: 'openai',
    inputTokens: 1000,
    outputTokens: 100,
    totalTokens: 1100,
    ...fields,
  })

const log = (fields: object = {}) => ({
  projectId: platform.projectId,
  traceId: bytes(TRACE),
  spanId: bytes(CALL),
  timeNs: T0,
  observedTimeNs: T0,
  serviceName: 'shop',
  isContent: true,
  eventName: 'gen_ai.choice',
  body: '{"message":{"content":"Because."}}',
  attributes: { 'user.id': 'u7' },
  ...fields,
})

/** Longer than a busy machine takes. */
const PATIENCE = { timeout: 30_000 }
const written = () => vi.waitFor(async () => expect(await platform.behind()).toBe(0n), PATIENCE)
const trace = () => platform.store.reader.getTrace(platform.projectId, TRACE)

/** Everything that a doubled block would double, tables and views. */
async function sums() {
  const one = (table: string, what: string) =>
    platform.ask(`SELECT ${what} FROM ${table} WHERE project_id = {p:String}`)
  return {
    spans: await one('spans', 'count()'),
    spansByMinute: await one('spans_by_minute', 'sum(spans)'),
    ledgerCalls: await one('ledger', 'sum(calls)'),
    ledgerByMinute: await one('ledger_by_minute', 'sum(calls)'),
    ledgerByHour: await one('ledger_by_hour', 'sum(cost_nanos)'),
    traces: await one('trace_index FINAL', 'countIf(is_deleted = 0)'),
  }
}
const ONCE = {
  spans: '2',
  spansByMinute: '2',
  ledgerCalls: '1',
  ledgerByMinute: '1',
  ledgerByHour: '210000',
  traces: '1',
}

test('spans, logs and metrics become queryable, and traces settled', async () => {
  await platform.startRole()
  await platform.traces([span(ROOT, { userId: 'u1' }), call()])
  await platform.logs([log({ isContent: false })])
  await platform.metrics([{ projectId: platform.projectId, metricName: 'm', timeNs: T0, valueType: 'gauge' }])
  await written()
  expect(await trace()).toMatchObject({
    span_count: 2,
    llm_call_count: 1,
    user_id: 'u1',
    cost_usd: 0.00021,
    root_seen: true,
  })
  expect(await sums()).toEqual(ONCE)
  expect(await platform.ask('SELECT count() FROM logs WHERE project_id = {p:String}')).toBe('1')
  expect(await platform.ask('SELECT count() FROM metrics WHERE project_id = {p:String}')).toBe('1')
})

test('an evaluation is written once, whether its batch comes again, its insert is repeated, or its client sends it anew', async () => {
  const judged = {
    projectId: platform.projectId,
    evaluationId: bytes('a'.repeat(32)),
    targetTraceId: bytes(TRACE),
    targetSpanId: bytes(CALL),
    timeNs: T0,
    name: 'relevance',
    score: 0.5,
    receivedAtMs: 1n,
  }
  let lost = 0
  platform.wire.decide = (request) =>
    request.includes('INSERT INTO evaluations ') && lost++ < 2 ? 'lose answer' : 'pass'
  await platform.startRole()
  await platform.evaluations([judged], { 'batch-id': 'first' })
  await platform.evaluations([judged], { 'batch-id': 'first' })
  await platform.traces([span(ROOT), call()])
  await written()
  expect(lost).toBeGreaterThan(0)
  expect(await platform.ask('SELECT count() FROM evaluations WHERE project_id = {p:String}')).toBe('1')
  await platform.evaluations([{ ...judged, receivedAtMs: 2n, explanation: 'sent anew' }], { 'batch-id': 'second' })
  await written()
  const { rows } = await platform.store.reader.listSpans({
    projectId: platform.projectId,
    traceId: TRACE,
    limit: 10,
  })
  const told = rows.map(({ span_id, evaluations }) => [span_id, evaluations.map(({ explanation }) => explanation)])
  expect(told).toEqual([
    [ROOT, []],
    [CALL, ['sent anew']],
  ])
})

test('a stop between insert and commit doubles nothing', async () => {
  let inserted = false
  platform.wire.decide = (request) => {
    if (inserted) return 'cut'
    inserted = request.includes('INSERT INTO spans')
    return 'pass'
  }
  await platform.startRole()
  await platform.traces([span(ROOT), call()])
  await vi.waitFor(async () => expect(await sums()).toMatchObject({ spans: '2', ledgerCalls: '0' }), PATIENCE)
  await platform.stopRole()
  expect(await platform.behind()).toBe(1n)
  await platform.traces([{ ...span('0000000000000003'), traceId: bytes('1'.repeat(32)) }])
  platform.wire.decide = () => 'pass'
  await platform.startRole()
  await written()
  expect(await sums()).toEqual({ ...ONCE, spans: '3', spansByMinute: '3', traces: '2' })
})

test.each(['spans', 'ledger', 'trace_index'])('a lost answer to an insert into %s doubles nothing', async (table) => {
  let lost = 0
  platform.wire.decide = (request) => (request.includes(`INSERT INTO ${table} `) && lost++ < 2 ? 'lose answer' : 'pass')
  await platform.startRole()
  await platform.traces([span(ROOT), call()])
  await written()
  expect(lost).toBeGreaterThan(0)
  expect(await sums()).toEqual(ONCE)
})

test('a server that is killed takes nothing with it', async () => {
  await platform.startRole(2_000)
  for (let at = 0; at < 30; at++) {
    await platform.traces([call({ spanId: bytes((at + 16).toString(16).padStart(16, '0')), parentSpanId: bytes('') })])
    if (at % 10 === 5) await platform.killServer()
  }
  await written()
  expect(await sums()).toMatchObject({
    spans: '30',
    spansByMinute: '30',
    ledgerCalls: '30',
    ledgerByMinute: '30',
    traces: '1',
  })
})

test('while the store is away the log is, and lag says so', async () => {
  platform.wire.decide = () => 'cut'
  const role = await platform.startRole()
  await platform.traces([span(ROOT), call()])
  await vi.waitFor(async () => {
    const lag = await role.writeLag()
    expect(lag.messagesBehind).toBe(1n)
    expect(lag.oldestAgeMs).toBeGreaterThan(0)
  }, PATIENCE)
  platform.wire.decide = () => 'pass'
  await written()
  expect(await sums()).toEqual(ONCE)
  expect(await role.writeLag()).toMatchObject({ messagesBehind: 0n, oldestAgeMs: 0 })
})

test('what can never be stored is set aside with its reason, and the rest is stored', async () => {
  const bad = { ...span('0000000000000004'), traceId: bytes('ff'.repeat(20)) }
  await platform.traces([span(ROOT), bad, call(), bad])
  await platform.eventLog.append(TOPICS.traces, [{ key: 'a trace', value: Uint8Array.of(10, 200, 1) }])
  await platform.traces([span('0000000000000005')])
  await platform.startRole()
  await written()
  expect(await sums()).toMatchObject({ spans: '3', spansByMinute: '3', ledgerCalls: '1', traces: '1' })
  const letters = (what: string) =>
    platform.ask(`SELECT ${what} FROM dead_letters FINAL WHERE project_id = {p:String} AND topic = 'pyflare.traces'`)
  expect(await letters("count(), any(offset), any(reason) != ''")).toBe('1\t0\t1')
  expect(await trace()).toMatchObject({ span_count: 3 })
})

test('a batch that stands in the log twice is stored once', async () => {
  await platform.startRole()
  await platform.traces([span(ROOT), call()], { 'batch-id': 'x' })
  await platform.traces([span(ROOT), call()], { 'batch-id': 'x' })
  await written()
  await platform.traces([span(ROOT), call()], { 'batch-id': 'x' })
  await written()
  expect(await sums()).toEqual(ONCE)
})

test('spans that come again are counted once', async () => {
  await platform.startRole()
  for (let time = 0; time < 3; time++) {
    await platform.traces([span(ROOT), call()])
    await written()
  }
  expect(await sums()).toMatchObject({ spans: '6', ledgerCalls: '1', ledgerByHour: '210000', traces: '1' })
  expect(await trace()).toMatchObject({ span_count: 2, version: 3 })
})

test('a root that comes late moves the calls, and the trace, to where they belong', async () => {
  await platform.startRole()
  await platform.traces([call({ startTimeNs: T0 + SECOND })])
  await written()
  expect(await trace()).toMatchObject({ root_seen: false, user_id: '' })
  await platform.traces([span(ROOT, { userId: 'u1' })])
  await written()
  expect(await trace()).toMatchObject({
    root_seen: true,
    user_id: 'u1',
    start_time: expect.stringContaining('2026-01-01T00:00:00'),
  })
  expect(await sums()).toMatchObject({ ledgerCalls: '1', traces: '1' })
  const byUser = 'SELECT user_id, sum(calls) AS n FROM ledger WHERE project_id = {p:String} GROUP BY 1 HAVING n != 0'
  expect(await platform.ask(byUser)).toBe('u1\t1')
})

test.each([
  ['before', ['logs', 'traces']],
  ['after', ['traces', 'logs']],
])('messages in logs that come %s their span are merged into it', async (_, order) => {
  await platform.startRole()
  for (const kind of order) {
    if (kind === 'logs') await platform.logs([log()])
    else await platform.traces([span(ROOT), call()])
    await written()
  }
  expect(await trace()).toMatchObject({ output_preview: 'Because.', user_id: 'u7' })
  expect(await sums()).toEqual(ONCE)
  const patch = `SELECT columns['output_preview'] FROM span_patches FINAL WHERE project_id = {p:String}`
  expect(await platform.ask(patch)).toBe('Because.')
})

test.each(['before it started', 'while it ran'])('what somebody noted %s is settled', async (when) => {
  if (when === 'while it ran') await platform.startRole()
  const records = [span(ROOT), call()]
  const batch = toBinary(TraceBatchSchema, create(TraceBatchSchema, { records }))
  await platform.store.writer.insertBlock({ signal: 'trace', batches: [batch], token: platform.projectId })
  await platform.store.settlement.owe(platform.projectId, [TRACE])
  if (when !== 'while it ran') await platform.startRole()
  await vi.waitFor(async () => expect(await sums()).toEqual(ONCE), PATIENCE)
  await vi.waitFor(async () => {
    const debts = await platform.store.settlement.debts()
    expect(debts.filter(({ projectId }) => projectId === platform.projectId)).toEqual([])
  }, PATIENCE)
})

test('a call that two traces tell of is counted once, whichever comes first', async () => {
  const other = '1'.repeat(32)
  const named = { responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL', parentSpanId: bytes('') }
  const told = { inputMessages: '[{"role":"user"}]', input: '[{"role":"user"}]', scopeName: 'traceloop' }
  const native = call({ ...named, scopeName: 'anthropic' })
  const better = call({ ...named, ...told, traceId: bytes(other), inputTokens: undefined, outputTokens: undefined })
  await platform.startRole()
  await platform.traces([native])
  await written()
  expect(await sums()).toMatchObject({ ledgerCalls: '1' })
  await platform.traces([better])
  await vi.waitFor(async () => expect((await trace())?.llm_call_count).toBe(0), PATIENCE)
  expect(await sums()).toMatchObject({ ledgerCalls: '1', ledgerByHour: '210000', traces: '2' })
  const { reader } = platform.store
  const [repeated] = (await reader.listSpans({ projectId: platform.projectId, traceId: TRACE, limit: 1 })).rows
  const [counted] = (await reader.listSpans({ projectId: platform.projectId, traceId: other, limit: 1 })).rows
  expect(repeated).toMatchObject({
    is_aggregate: true,
    cost_usd: null,
    duplicate_of: { trace_id: other, span_id: CALL },
  })
  expect(counted).toMatchObject({ is_aggregate: false, duplicate_of: null, input_tokens: 1000, cost_usd: 0.00021 })
})

test('a stop while the store is away ends at once', async () => {
  platform.wire.decide = () => 'cut'
  await platform.startRole()
  await platform.traces([span(ROOT), call()])
  await vi.waitFor(async () => {
    const positions = await platform.eventLog.positions(TOPICS.traces, 'writer')
    expect(positions.some(({ metadata }) => metadata.includes('until'))).toBe(true)
  }, PATIENCE)
  await platform.stopRole()
  platform.wire.decide = () => 'pass'
  await platform.startRole()
  await written()
  expect(await sums()).toEqual(ONCE)
})
