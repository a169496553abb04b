import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { randomOf } from '../seeded-random.fixture.ts'
import { Platform } from './platform.fixture.ts'

const MAX_SPANS = 100
const TURNS = 400
const T0 = 1_767_225_600_000_000_000n
const MINUTE = 60_000_000_000n
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PATIENCE = { timeout: 120_000, interval: 50 }
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const id = (kind: string, number: number) => bytes(`${kind}${number.toString(16).padStart(14, '0')}`)

let platform: Platform

beforeAll(async () => {
  platform = await Platform.start({ maxSpansPerTrace: MAX_SPANS })
  await platform.freshLog()
})
afterAll(async () => {
  await platform?.endTest()
  await platform?.stop()
})

/** A day of an agent: each turn asks a model through a framework and through the library of its provider. */
function spansOfTheDay() {
  const shared = { projectId: platform.projectId, traceId: bytes(TRACE), serviceName: 'shop', samplingRate: 1 }
  const root = { ...shared, spanId: id('aa', 0), startTimeNs: T0, endTimeNs: T0 + 86_400_000_000_000n, userId: 'u1' }
  const agent = { ...root, operationName: 'agent', operationKind: 'agent', isAggregate: true }
  const turns = Array.from({ length: TURNS }, (_, turn) => {
    const startTimeNs = T0 + BigInt(turn + 1) * MINUTE
    const usage = {
      inputTokens: 1000,
      outputTokens: 100,
      totalTokens: 1100,
      modelId: 'gpt-4o-mini',
      provider: 'openai',
    }
    const call = { ...shared, ...usage, startTimeNs, endTimeNs: startTimeNs + 1000n, operationKind: 'chat' }
    const messages = { inputMessages: `[{"turn":${turn}}]`, inputPreview: `turn ${turn}`, scopeName: 'framework' }
    return [
      { ...call, ...messages, spanId: id('bb', turn), parentSpanId: agent.spanId },
      {
        ...call,
        spanId: id('cc', turn),
        parentSpanId: id('bb', turn),
        startTimeNs: startTimeNs + 1n,
        scopeName: 'native',
      },
    ]
  })
  return [agent, ...turns.flat()]
}

test('a trace of more spans than are held at once is counted whole, in whatever order it grows', async () => {
  const random = randomOf(42)
  const spans = spansOfTheDay().sort(() => random(3) - 1)
  await platform.startRole(1 << 16)
  for (let from = 0; from < spans.length; from += 90) await platform.traces(spans.slice(from, from + 90))
  await vi.waitFor(async () => expect(await platform.behind()).toBe(0n), PATIENCE)
  expect(await platform.store.reader.getTrace(platform.projectId, TRACE)).toMatchObject({
    name: 'agent',
    root_seen: true,
    user_id: 'u1',
    span_count: 1 + 2 * TURNS,
    llm_call_count: TURNS,
    input_tokens: 1000 * TURNS,
    cost_usd: 0.00021 * TURNS,
    cost_status: 'exact',
    input_preview: 'turn 0',
  })
  const ledger = `SELECT user_id, sum(called), sum(nanos), count() FROM (
      SELECT user_id, span_id, sum(calls) AS called, sum(cost_nanos) AS nanos FROM ledger
      WHERE project_id = {p:String} GROUP BY user_id, span_id HAVING called != 0
    ) GROUP BY user_id`
  expect(await platform.ask(ledger)).toBe(`u1\t${TURNS}\t${210_000 * TURNS}\t${TURNS}`)
  const patches = `SELECT count() FROM (SELECT argMax(span_patches.columns, version) AS c FROM span_patches
    WHERE project_id = {p:String} GROUP BY span_id HAVING c['is_aggregate'] = 'true')`
  expect(await platform.ask(patches)).toBe(String(TURNS))
})
