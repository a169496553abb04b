import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake, intakeBatch, NOON } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

const MINUTE = 60_000
const SAMPLE = '{"name":"chat"}'
let token = 0
const insert = (...records: Parameters<typeof intakeBatch>) =>
  store.store.writer.insertBlock({ signal: 'intake', batches: [intakeBatch(...records)], token: `${token++}` })
const read = (projectId: string, signal: 'traces' | 'logs' = 'traces') =>
  store.store.reader.intake({
    ...{ projectId, signal, bucketSeconds: 60 },
    ...{ startTime: new Date(NOON), endTime: new Date(NOON + 3 * MINUTE) },
  })

test('what was counted by several processes at several times adds up, by key and by reason', async () => {
  const later = { countedAtMs: BigInt(NOON + MINUTE + 5_000) }
  await insert(
    intake({ items: 100n, bytes: 5_000n, client: 'OTel-OTLP-Exporter-Python/1.38.0' }),
    intake({ outcome: 'rejected', items: 3n, reason: 'the time is odd', sample: SAMPLE }),
    intake({ outcome: 'late', items: 7n }),
  )
  await insert(
    intake({ ...later, items: 50n, bytes: 1_000n }),
    intake({ ...later, outcome: 'rejected', items: 1n, reason: 'the time is odd' }),
    intake({ ...later, outcome: 'refused', reason: 'too large' }),
    intake({ ...later, outcome: 'repeated' }),
    intake({ ...later, outcome: 'sampled_out', items: 9n, keyId: '' }),
    intake({ ...later, items: 1_000n, signal: 'logs' }),
    // Minutes outside of the range.
    intake({ countedAtMs: BigInt(NOON - 1), items: 1_000n }),
    intake({ countedAtMs: BigInt(NOON + 3 * MINUTE), items: 1_000n }),
  )
  const report = await read('project-a')
  const counted = { late: 7, sampled_out: 9, rejected: 4, refused_requests: 1, repeated_requests: 1 }
  expect(report).toMatchObject({ accepted: 150, ...counted, requests: 2, received_bytes: 6_000 })
  expect(report.buckets.map(({ accepted, rejected, sampled_out }) => [accepted, rejected, sampled_out])).toEqual([
    [100, 3, 0],
    [50, 1, 9],
    [0, 0, 0],
  ])
  expect(report.sources).toMatchObject([
    {
      ...{ key_id: 'key-1', accepted: 150, rejected: 4, sampled_out: 0 },
      ...{ clients: ['OTel-OTLP-Exporter-Python/1.38.0', 'curl/8.0'], last_at: '2026-11-20T12:01:05.000000Z' },
    },
    { key_id: '', accepted: 0, sampled_out: 9 },
  ])
  expect(report.reasons).toEqual([
    {
      ...{ outcome: 'rejected', reason: 'the time is odd', key_id: 'key-1', items: 4, requests: 2 },
      ...{ last_at: '2026-11-20T12:01:05.000000Z', sample: SAMPLE },
    },
    {
      ...{ outcome: 'refused', reason: 'too large', key_id: 'key-1', items: 0, requests: 1 },
      ...{ last_at: '2026-11-20T12:01:05.000000Z', sample: '' },
    },
  ])
  expect(await read('project-a', 'logs')).toMatchObject({ accepted: 1_000, rejected: 0, reasons: [] })
})

test('how long it took to the store is told of all that is stored', async () => {
  const mine = { projectId: 'timed', outcome: 'stored' } as const
  await insert(
    intake({ ...mine, items: 98n, delayMs: 900 }),
    intake({ ...mine, items: 1n, delayMs: 4_000 }),
    intake({ ...mine, items: 1n, delayMs: 61_000, keyId: 'key-2' }),
  )
  const report = await read('timed')
  expect(report).toMatchObject({ stored: 100, accepted: 0, visible_after_ms: { median: 900, p99: 4_000 } })
  expect(report.sources.map(({ key_id, visible_after_ms }) => [key_id, visible_after_ms?.median])).toEqual([
    ['key-1', 900],
    ['key-2', 61_000],
  ])
})

test('counts that come twice under one token are there once, and where nothing was counted all is zero', async () => {
  const block = { signal: 'intake', batches: [intakeBatch(intake({ projectId: 'twice', items: 5n }))] } as const
  await store.store.writer.insertBlock({ ...block, token: 'same' })
  await store.store.writer.insertBlock({ ...block, token: 'same' })
  expect(await read('twice')).toMatchObject({ accepted: 5 })
  const nothing = await read('nobody')
  expect(nothing).toMatchObject({ accepted: 0, rejected: 0, visible_after_ms: null, sources: [], reasons: [] })
  expect(nothing.buckets).toHaveLength(3)
})
