import { expect, test } from 'vitest'
import { chooseExpired, chooseReclaimable, type PartitionFacts } from './choose-segments.ts'

const HOUR_MS = 3_600_000
/** Segments of 100 bytes and 10 messages, one an hour, the first at `startHour`. */
const partition = (startHour: number, count: number, consumedTo?: bigint): PartitionFacts => ({
  closed: Array.from({ length: count }, (_, index) => ({
    bytes: 100,
    endOffset: BigInt(index * 10 + 10),
    newestAtMs: (startHour + index) * HOUR_MS,
  })),
  activeBytes: 50,
  consumedTo,
})
const limits = { maxAgeMs: 24 * HOUR_MS, maxBytes: 1e9 }

test('age: what is older goes, up to what is not consumed', () => {
  const facts = [partition(0, 5), partition(0, 5, 25n), partition(0, 5, 0n), partition(3, 5, 1000n)]
  expect(chooseExpired(facts, limits, 27 * HOUR_MS)).toEqual([3, 2, 0, 0])
})

test('size: the oldest of all partitions first, until the topic fits', () => {
  const facts = [partition(0, 4), partition(1.5, 4)]
  expect(chooseExpired(facts, { ...limits, maxBytes: 900 }, 0)).toEqual([0, 0])
  expect(chooseExpired(facts, { ...limits, maxBytes: 899 }, 0)).toEqual([1, 0])
  expect(chooseExpired(facts, { ...limits, maxBytes: 600 }, 0)).toEqual([2, 1])
  expect(chooseExpired(facts, { ...limits, maxBytes: 0 }, 0)).toEqual([4, 4])
})

test('size: a partition whose group is behind keeps its segments, and others give theirs', () => {
  expect(chooseExpired([partition(0, 4, 10n), partition(2, 4)], { ...limits, maxBytes: 0 }, 0)).toEqual([1, 4])
})

test('in need: what groups have consumed goes, as much as is needed; what nobody has read stays', () => {
  const facts = [partition(0, 4, 1000n), partition(1, 4), partition(1, 4, 20n)]
  expect(chooseReclaimable(facts, 1)).toEqual([1, 0, 0])
  expect(chooseReclaimable(facts, 300)).toEqual([2, 0, 1])
  expect(chooseReclaimable(facts, 1e9)).toEqual([4, 0, 2])
})
