import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EventLog, MessageBatch } from '../event-log.ts'
import { append, TemporaryLog } from './temporary-log.ts'

let temporary: TemporaryLog
let log: EventLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
  log = await temporary.open({ segmentBytes: 2000 })
})
afterEach(async () => {
  await log.close()
  await temporary.dispose()
})

const texts = ({ messages }: MessageBatch) => messages.map(({ value }) => Buffer.from(value).toString())
const options = { topic: 'one', group: 'g', maxBatchBytes: 1000, maxWaitMs: 0 }

test('the pause before a batch comes again grows, and the batch stays as it was though more has come', async () => {
  await append(log, 'a', 'b')
  const seen: string[][] = []
  const subscription = await log.subscribe(options, async (batch) => {
    seen.push(texts(batch))
    if (seen.length > 3) return
    await append(log, `later ${seen.length}`)
    throw new Error('not yet')
  })
  await vi.waitFor(() => expect(seen.length).toBe(5), { timeout: 20_000 })
  await subscription.stop()
  expect(seen).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
    ['later 1', 'later 2', 'later 3'],
  ])
  const pauses = temporary.linesOf('warn').map(({ fields }) => fields.pauseMs)
  expect(pauses).toEqual([100, 200, 400])
})

test('a batch that comes again carries the metadata that was committed meanwhile', async () => {
  await append(log, 'a')
  const seen: string[] = []
  const subscription = await log.subscribe(options, async (batch) => {
    seen.push(batch.committedMetadata)
    await batch.commit(0n, `try ${seen.length}`)
    if (seen.length < 3) throw new Error('not yet')
  })
  await vi.waitFor(() => expect(seen).toEqual(['', 'try 1', 'try 2']), { timeout: 20_000 })
  await subscription.stop()
})

test('stopping ends a pause, a wait for messages and a wait for more at once', async () => {
  await append(log, 'a')
  let failed = 0
  const pausing = await log.subscribe({ ...options, group: 'pausing' }, () => {
    failed++
    throw new Error('thrown before any promise')
  })
  await vi.waitFor(() => expect(failed).toBeGreaterThanOrEqual(3), { timeout: 20_000 })
  const waiting = await log.subscribe({ ...options, group: 'waiting', maxWaitMs: 3_600_000 }, async () => undefined)
  const idle = await log.subscribe({ ...options, topic: 'four' }, async () => undefined)
  await Promise.all([pausing.stop(), waiting.stop(), idle.stop()])
})

test('a handler that is stuck does not hold up who joins, and its batch goes to the new member', async () => {
  await log.append('four', [{ key: 'k', value: Buffer.from('a') }])
  let release = () => {}
  const stuck = new Promise<void>((resolve) => {
    release = resolve
  })
  const held: MessageBatch[] = []
  const first = await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
    held.push(batch)
    await stuck
  })
  await vi.waitFor(() => expect(held).toHaveLength(1), { timeout: 20_000 })
  const others = []
  const taken: MessageBatch[] = []
  for (let member = 0; member < 4; member++) {
    others.push(
      await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
        taken.push(batch)
        await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
      }),
    )
  }
  const lost = held[0]
  release()
  await first.stop()
  await vi.waitFor(() => expect(taken).toHaveLength(1), { timeout: 20_000 })
  expect(taken[0]?.messages.map(({ offset }) => offset)).toEqual(lost?.messages.map(({ offset }) => offset))
  await expect(lost?.commit(0n)).rejects.toMatchObject({ code: 'stale_member' })
  await Promise.all(others.map((other) => other.stop()))
})

test('nothing is read while a batch is being handled', async () => {
  const value = Buffer.alloc(900, 'x')
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const sizes: number[] = []
  const subscription = await log.subscribe(options, async ({ messages }) => {
    sizes.push(messages.length)
    await gate
  })
  for (let count = 0; count < 50; count++) await log.append('one', [{ key: 'k', value }])
  expect(sizes).toEqual([1])
  release()
  await vi.waitFor(() => expect(sizes).toHaveLength(50), { timeout: 20_000 })
  await subscription.stop()
})

test('many tiny messages do not make a batch of any size', async () => {
  await log.close()
  log = await temporary.open()
  const messages = Array.from({ length: 40_000 }, () => ({ key: 'a key that costs memory', value: new Uint8Array(0) }))
  await log.append('one', messages)
  const sizes: number[] = []
  const subscription = await log.subscribe({ ...options, maxBatchBytes: 1e5 }, async (batch) => {
    sizes.push(batch.messages.length)
  })
  const sum = () => sizes.reduce((total, size) => total + size, 0)
  await vi.waitFor(() => expect(sum()).toBe(40_000), { timeout: 30_000 })
  await subscription.stop()
  expect(Math.max(...sizes)).toBeLessThan(40_000)
})

test('commits that can not be are refused', async () => {
  await append(log, 'a')
  const failures: unknown[] = []
  const subscription = await log.subscribe(options, async (batch) => {
    for (const offset of [2n, -1n]) await batch.commit(offset).catch((error: unknown) => failures.push(error))
  })
  await vi.waitFor(() => expect(failures).toHaveLength(2), { timeout: 20_000 })
  await subscription.stop()
  for (const failure of failures) expect(failure).toMatchObject({ code: 'invalid_argument' })
})

test('names and limits that can not be are refused', async () => {
  const handle = async () => undefined
  for (const group of ['', '..', 'a/b', 'ä', 'x'.repeat(201)]) {
    await expect(log.subscribe({ ...options, group }, handle)).rejects.toMatchObject({ code: 'invalid_argument' })
  }
  for (const wrong of [{ maxBatchBytes: 0 }, { maxBatchBytes: Number.NaN }, { maxWaitMs: -1 }]) {
    await expect(log.subscribe({ ...options, ...wrong }, handle)).rejects.toMatchObject({ code: 'invalid_argument' })
  }
})
