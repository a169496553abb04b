import { expect, test } from 'vitest'
import { RecentBatches } from './recent-batches.ts'

const message = (offset: bigint, id?: string, { project = 'p', atMs = 0 } = {}) => ({
  offset,
  appendedAtMs: atMs,
  key: '',
  value: new Uint8Array(0),
  headers: id === undefined ? {} : ({ 'batch-id': id, project } as Record<string, string>),
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

test('the same bytes of two projects are two batches', () => {
  const recent = new RecentBatches()
  recent.repeats(message(1n, 'x', { project: 'a' }))
  expect(recent.repeats(message(2n, 'x', { project: 'b' }))).toBe(false)
  expect(recent.repeats(message(3n, 'x', { project: 'a' }))).toBe(true)
})

test('the same bytes after the window are a new batch, after a restart too', () => {
  const recent = new RecentBatches()
  recent.repeats(message(1n, 'x', { atMs: 5_000 }))
  const after = new RecentBatches()
  after.restore(recent.newest(2n))
  for (const batches of [recent, after]) {
    expect(batches.repeats(message(2n, 'x', { atMs: 600_000 }))).toBe(true)
    expect(batches.repeats(message(3n, 'x', { atMs: 700_000 }))).toBe(false)
    expect(batches.repeats(message(3n, 'x', { atMs: 700_000 }))).toBe(false)
    expect(batches.repeats(message(4n, 'x', { atMs: 800_000 }))).toBe(true)
  }
})
