import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@pyflare/observe'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { describeEventLog, silent } from '../contract/event-log-contract.ts'
import type { EventLog, StoredMessage } from '../event-log.ts'
import { type LocalEventLogOptions, openLocalEventLog } from './local-event-log.ts'

const DAY_MS = 86_400_000
const retention = { maxAgeMs: 7 * DAY_MS, maxBytes: 1e9 }
const topics = [
  { name: 'one', partitions: 1, retention },
  { name: 'four', partitions: 4, retention },
]

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pyflare-log-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const openLog = (more: Partial<LocalEventLogOptions> = {}) =>
  openLocalEventLog({ dir: join(dir, 'log'), topics, maxTotalBytes: 1e9, segmentBytes: 4e6, logger: silent, ...more })

describeEventLog('the local event log', async () => {
  const own = await mkdtemp(join(tmpdir(), 'pyflare-log-contract-'))
  const open = () => openLog({ dir: own })
  let log = await open()
  return {
    log,
    async reopen() {
      await log.close()
      log = await open()
      return log
    },
    async dispose() {
      await log.close()
      await rm(own, { recursive: true, force: true })
    },
  }
})

async function readAll(log: EventLog, count: number, topic = 'one'): Promise<string[]> {
  const got: StoredMessage[] = []
  const subscription = await log.subscribe(
    { topic, group: 'reader', maxBatchBytes: 1e6, maxWaitMs: 0 },
    async (batch) => {
      got.push(...batch.messages)
      await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
    },
  )
  await vi.waitFor(() => expect(got.length).toBeGreaterThanOrEqual(count), { timeout: 20_000 })
  await subscription.stop()
  return got.map(({ value }) => Buffer.from(value).toString())
}

const append = (log: EventLog, ...values: string[]) =>
  log.append(
    'one',
    values.map((value) => ({ key: 'k', value: Buffer.from(value) })),
  )
const segmentsOf = async (root = join(dir, 'log')) =>
  (await readdir(join(root, 'topics/one/0'))).map((name) => join(root, 'topics/one/0', name)).sort()

test('a tail torn at any byte is cut, and everything before it stays', async () => {
  const log = await openLog()
  await append(log, 'first', 'second')
  const [path = ''] = await segmentsOf()
  const whole = (await readFile(path)).length
  await append(log, 'torn')
  await log.close()
  const end = (await readFile(path)).length
  for (let cut = whole; cut < end; cut++) {
    const copy = join(dir, `copy-${cut}`)
    await cp(join(dir, 'log'), copy, { recursive: true })
    const [copied = ''] = await segmentsOf(copy)
    await truncate(copied, cut)
    const again = await openLog({ dir: copy })
    await append(again, 'third')
    expect(await readAll(again, 3)).toEqual(['first', 'second', 'third'])
    await again.close()
  }
})

test('a flipped bit costs its own record only, and the log says which', async () => {
  const lines: string[] = []
  const logger = {
    ...createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
    error: (fields: object) => lines.push(JSON.stringify(fields)),
  }
  const log = await openLog({ segmentBytes: 50 })
  for (const value of ['a', 'b', 'c']) await append(log, `${value}-1`, `${value}-2`)
  await log.close()
  const [path = ''] = await segmentsOf()
  const bytes = await readFile(path)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  await writeFile(path, bytes)
  const again = await openLog({ segmentBytes: 50, logger: logger as never })
  expect(await readAll(again, 5)).toEqual(['a-1', 'b-1', 'b-2', 'c-1', 'c-2'])
  await again.close()
  expect(lines.join()).toContain('"fromOffset":"1","untilOffset":"2"')
})

test('a second process is refused, and a lock whose process is gone is taken over', async () => {
  const log = await openLog()
  await expect(openLog()).rejects.toMatchObject({
    code: 'environment_unfit',
    message: expect.stringContaining(String(process.pid)),
  })
  await log.close()
  await writeFile(join(dir, 'log', 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'of another process' }))
  await (await openLog()).close()
})

test('a full log refuses, loses nothing, and takes more once its consumers have caught up', async () => {
  const log = await openLog({ maxTotalBytes: 2000, segmentBytes: 400 })
  const subscription = await log.subscribe({ topic: 'one', group: 'slow', maxBatchBytes: 1, maxWaitMs: 0 }, () =>
    Promise.reject(new Error('later')),
  )
  let accepted = 0
  const full = await (async () => {
    for (;;) {
      try {
        await append(log, 'x'.repeat(200))
        accepted++
      } catch (error) {
        return error
      }
    }
  })()
  expect(full).toMatchObject({ code: 'log_full', retryable: true })
  await subscription.stop()
  const drain = await log.subscribe(
    { topic: 'one', group: 'slow', maxBatchBytes: 1e6, maxWaitMs: 0 },
    async (batch) => {
      await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
    },
  )
  await vi.waitFor(
    async () => expect((await log.positions('one', 'slow'))[0]?.committedOffset).toBe(BigInt(accepted)),
    { timeout: 20_000 },
  )
  await append(log, 'after')
  await drain.stop()
  await log.close()
})

test('retention drops old segments, but none that a group still needs', async () => {
  let now = Date.now()
  const log = await openLog({ segmentBytes: 100, now: () => now })
  await append(log, 'x'.repeat(200))
  await append(log, 'y'.repeat(200))
  expect(await readAll(log, 1)).toHaveLength(2)
  await append(log, 'z'.repeat(200))
  await append(log, 'w'.repeat(200))
  now += 8 * DAY_MS
  expect(await log.applyRetention()).toBeGreaterThan(0)
  const [position] = await log.positions('one', 'reader')
  expect(position).toMatchObject({ oldestOffset: 2n, endOffset: 4n, committedOffset: 2n })
  await log.close()
})
