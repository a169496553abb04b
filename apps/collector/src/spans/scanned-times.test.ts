import { EARLIEST_KEPT_NS, KEPT_AHEAD_NS } from '@pyflare/domain'
import { ScannedSpan } from '@pyflare/otlp'
import { expect, test } from 'vitest'
import { isSane } from '../pipeline/limit/time.ts'
import { ScannedTimes } from './scanned-times.ts'

const RECEIVED_AT_MS = 1_760_000_000_123
const RECEIVED_AT_NS = BigInt(RECEIVED_AT_MS) * 1_000_000n
const LATEST_NS = RECEIVED_AT_NS + KEPT_AHEAD_NS
const AWAY = [0n, 1n, 999n, 999_999n, 1_000_000n, 1_000_001n, 5_000_000n, 2n ** 32n, 2n ** 53n + 1n]

function timesOf(startNs: bigint, endNs: bigint): ScannedTimes {
  const span = new ScannedSpan()
  span.bytes = Buffer.alloc(16)
  span.startAt = 0
  span.endAt = 8
  span.bytes.writeBigUInt64LE(startNs, 0)
  span.bytes.writeBigUInt64LE(endNs, 8)
  const times = new ScannedTimes()
  times.use(span)
  return times
}

const moments = [0n, EARLIEST_KEPT_NS, RECEIVED_AT_NS, LATEST_NS, 2n ** 63n, 2n ** 64n - 1n]
  .flatMap((moment) => AWAY.flatMap((away) => [moment - away, moment + away]))
  .filter((moment) => moment >= 0n && moment < 2n ** 64n)
const pairs = moments.flatMap((start) => moments.map((end) => [start, end] as const))

test('Times are sane where whole numbers say so, to the nanosecond', () => {
  for (const [start, end] of pairs) {
    const expected = end >= start && isSane(start, RECEIVED_AT_NS) && isSane(end, RECEIVED_AT_NS)
    expect(timesOf(start, end).areSane(RECEIVED_AT_MS), `${start} to ${end}`).toBe(expected)
  }
})

test('A duration that a double holds is exact, and there is none for others', () => {
  for (const [start, end] of pairs) {
    const duration = end - start
    const holds = duration >= 0n && duration <= BigInt(Number.MAX_SAFE_INTEGER)
    expect(timesOf(start, end).exactDurationNs, `${start} to ${end}`).toBe(holds ? Number(duration) : undefined)
  }
})
