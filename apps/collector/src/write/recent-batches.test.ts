import { expect, test } from 'vitest'
import { RecentBatches } from './recent-batches.ts'

const message = (offset: bigint, id?: string) => ({
  offset,
  appendedAtMs: 0,
  key: '',
  value: new Uint8Array(0),
  headers: id === undefined ? {} : ({ 'batch-id': id } as Record<string, string>),
})

test('a batch that stands behind itself is a repeat; one that is delivered again is not', () => {
  const recent = new RecentBatches()
  expect(recent.repeats(message(1n, 'x'))).toBe(false)
  expect(recent.repeats(message(1n, 'x'))).toBe(false)
  expect(recent.repeats(message(2n, 'x'))).toBe(true)
  expect(recent.repeats(message(2n, 'x'))).toBe(true)
  expect(recent.repeats(message(3n))).toBe(false)
  expect(recent.repeats(message(4n))).toBe(false)
})

test('the newest ids outlive the process, and only those before the offset', () => {
  const recent = new RecentBatches()
  for (let offset = 0; offset < 500; offset++) recent.repeats(message(BigInt(offset), `id ${offset}`))
  const after = new RecentBatches()
  after.restore(recent.newest(400n))
  expect(after.repeats(message(600n, 'id 399'))).toBe(true)
  expect(after.repeats(message(601n, 'id 400'))).toBe(false)
  expect(after.repeats(message(602n, 'id 0'))).toBe(false)
})

test('what is remembered is bounded', () => {
  const recent = new RecentBatches()
  for (let offset = 0; offset < 10_001; offset++) recent.repeats(message(BigInt(offset), `id ${offset}`))
  expect(recent.repeats(message(20_000n, 'id 0'))).toBe(false)
  expect(recent.repeats(message(20_001n, 'id 10000'))).toBe(true)
})
