import { ScalarType } from '@bufbuild/protobuf'
import { type CompactSpan, TOPICS } from '@pyflare/domain'
import { TraceBatch_TraceRecordSchema } from '@pyflare/proto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { arrivals } from '../settle/touched-traces.ts'
import { CorpusSender, corpusShipments } from './corpus-load.fixture.ts'
import { Platform } from './platform.fixture.ts'

const { STRING, UINT32, INT64, UINT64, DOUBLE, BOOL } = ScalarType

let platform: Platform
beforeAll(async () => {
  platform = await Platform.start()
  await platform.freshLog()
  await platform.startRole(16 << 20)
})
afterAll(async () => {
  await platform.endTest()
  await platform.stop()
})

/** Resolves with the spans that a group of readers of its own saw come, by trace, once the store has them. */
async function sent(send: () => Promise<unknown>): Promise<Map<string, CompactSpan[]>> {
  const { eventLog, projectId } = platform
  const seen = new Map<string, CompactSpan[]>()
  const wanted = { topic: TOPICS.traces, group: 'watcher', maxBatchBytes: 1 << 24, maxWaitMs: 0 }
  const subscription = await eventLog.subscribe(wanted, async ({ messages, commit }) => {
    for (const [traceId, { arrived = [] }] of arrivals(messages).get(projectId) ?? []) {
      seen.set(traceId, [...(seen.get(traceId) ?? []), ...arrived])
    }
    await commit((messages.at(-1)?.offset ?? 0n) + 1n)
  })
  await send()
  await vi.waitFor(async () => expect(await platform.behind()).toBe(0n), { timeout: 60_000, interval: 100 })
  await subscription.stop()
  return seen
}

const inOrder = (spans: readonly CompactSpan[]) => [...spans].sort((one, other) => (one.spanId < other.spanId ? -1 : 1))

async function expectAsStored(seen: ReadonlyMap<string, CompactSpan[]>): Promise<void> {
  for (const { traceId, spans } of await platform.store.settlement.read(platform.projectId, [...seen.keys()])) {
    expect(inOrder(seen.get(traceId) ?? [])).toEqual(inOrder(spans))
  }
}

test('what arrives of every client is what the store reads back', { timeout: 120_000 }, async () => {
  const spans = corpusShipments().flatMap((shipment) => shipment.spans)
  const seen = await sent(() => new CorpusSender(platform.eventLog, platform.projectId).send({ spans, logs: [] }))
  expect(seen.size).toBeGreaterThan(100)
  await expectAsStored(seen)
})

/** Of each type the least, the greatest and something between, in every field that a settling reads. */
const EXTREMES: readonly Readonly<Record<number, unknown>>[] = [
  { [STRING]: 'Größe 🔥 "x"', [UINT32]: 2 ** 32 - 1, [INT64]: 2n ** 63n - 1n, [UINT64]: 2n ** 63n - 1n, [DOUBLE]: 0.1 },
  { [STRING]: 'x'.repeat(300), [UINT32]: 0, [INT64]: -(2n ** 63n), [UINT64]: 0n, [DOUBLE]: 1 },
  { [STRING]: ' ', [UINT32]: 128, [INT64]: -1n, [UINT64]: 2n ** 35n, [DOUBLE]: 1e-9 },
]

test('every field arrives as the store reads it back, at its extremes too', { timeout: 60_000 }, async () => {
  const records = EXTREMES.map((values, at) => {
    const record: Record<string, unknown> = {}
    for (const { localName, fieldKind, scalar } of TraceBatch_TraceRecordSchema.fields) {
      if (fieldKind === 'scalar') record[localName] = scalar === BOOL ? at % 2 === 0 : values[scalar]
      else if (localName === 'tags') record[localName] = ['a', '', 'ä']
    }
    const startTimeNs = BigInt(Date.now()) * 1_000_000n + BigInt(at)
    const ids = { traceId: Buffer.alloc(16, at + 1), spanId: Buffer.alloc(8, 1), parentSpanId: Buffer.alloc(8, 2 * at) }
    const times = { startTimeNs, endTimeNs: startTimeNs + 1n, receivedAtMs: BigInt(Date.now()) }
    return { ...record, projectId: platform.projectId, ...ids, ...times }
  })
  const seen = await sent(() => platform.traces(records))
  expect(seen.size).toBe(EXTREMES.length)
  await expectAsStored(seen)
})
