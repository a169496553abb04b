import { expect, test } from 'vitest'
import { clientName } from './client-name.ts'
import { twoDigits } from './count-stored.ts'
import { IntakeCounts, type IntakeKind } from './intake-counts.ts'

const KIND: IntakeKind = {
  ...{ projectId: 'p', keyId: 'k', client: 'c', signal: 'traces' },
  ...{ outcome: 'accepted', reason: '', delayMs: 0 },
}

test('what is of one kind adds up, and is there once', () => {
  const counts = new IntakeCounts()
  counts.add(KIND, { items: 3, requests: 1, bytes: 100 })
  counts.add(KIND, { items: 4, requests: 1, sample: 'first' })
  counts.add(KIND, { items: 1, sample: 'second' })
  counts.add({ ...KIND, reason: 'odd' }, { items: 1 })
  expect(counts.take()).toEqual([
    { ...KIND, items: 8, requests: 2, bytes: 100, sample: 'first' },
    { ...KIND, reason: 'odd', items: 1, requests: 0, bytes: 0, sample: '' },
  ])
  expect(counts.take()).toEqual([])
})

test('clients that call themselves something new each time take no more room, and are all counted', () => {
  const counts = new IntakeCounts()
  for (let number = 0; number < 10_000; number++) {
    counts.add({ ...KIND, client: `client-${number}` }, { items: 1 })
    counts.add({ ...KIND, outcome: 'rejected', reason: `why-${number}` }, { items: 1 })
  }
  const all = counts.take()
  expect(all.length).toBeLessThan(2_100)
  expect(all.filter(({ outcome }) => outcome === 'accepted').reduce((sum, { items }) => sum + items, 0)).toBe(10_000)
  expect(all.filter(({ outcome }) => outcome === 'rejected').reduce((sum, { items }) => sum + items, 0)).toBe(10_000)
})

test.each([
  ['OTel-OTLP-Exporter-Python/1.38.0', 'OTel-OTLP-Exporter-Python/1.38.0'],
  [
    'OTel-OTLP-Exporter-Python/1.38.0 grpc-python/1.76.0 grpc-c/51.0.0 (linux; chttp2)',
    'OTel-OTLP-Exporter-Python/1.38.0',
  ],
  ['OTel Go OTLP over HTTP/protobuf exporter/1.38.0', 'OTel Go OTLP over HTTP/protobuf exporter/1.38.0'],
  ['curl/7.88.1', 'curl/7.88.1'],
  ['ünï\u0000x', 'nx'],
  ['x'.repeat(1000), 'x'.repeat(64)],
  [undefined, ''],
])('of the User-Agent %s the client is %s', (userAgent, client) => {
  expect(clientName(userAgent)).toBe(client)
})

test.each([
  [7, 7],
  [99, 99],
  [104, 100],
  [1_849, 1_800],
  [61_400, 61_000],
  [2 ** 40, 2 ** 32 - 1],
])('%d is %d to two digits', (value, rounded) => {
  expect(twoDigits(value)).toBe(rounded)
})
