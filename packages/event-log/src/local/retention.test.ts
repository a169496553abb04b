import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EventLog, Subscription } from '../event-log.ts'
import { append, DAY_MS, readToEnd, TemporaryLog, valuesOf } from './temporary-log.ts'

const VALUE = 'x'.repeat(200)

let temporary: TemporaryLog
let now = 1_800_000_000_000
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

const open = (more: Parameters<TemporaryLog['open']>[0] = {}) =>
  temporary.open({ segmentBytes: 1, now: () => now, ...more })

async function oldest(log: EventLog): Promise<bigint | undefined> {
  return (await log.positions('one', 'reader'))[0]?.oldestOffset
}

const untilOldest = (log: EventLog, offset: bigint) =>
  vi.waitFor(async () => expect(await oldest(log)).toBe(offset), { timeout: 20_000 })

/** A member that has joined and commits nothing, so that its group is known. */
async function joinWithoutCommit(log: EventLog, group: string): Promise<Subscription> {
  return log.subscribe({ topic: 'one', group, maxBatchBytes: 1, maxWaitMs: 0 }, async () => undefined)
}

describe('in time', () => {
  test('what is too old goes once every group has committed it, the newest segment too when it is old', async () => {
    const log = await open()
    await append(log, 'a', 'b', 'c')
    now += 8 * DAY_MS
    await append(log, 'd')
    const other = await joinWithoutCommit(log, 'slow')
    await other.stop()
    await readToEnd(log)
    await append(log, 'e')
    await readToEnd(log)
    expect(await oldest(log)).toBe(0n)
    await readToEnd(log, 'one', 'slow')
    await untilOldest(log, 3n)
    now += 8 * DAY_MS
    await readToEnd(log, 'four')
    await log.append('four', [{ key: 'k', value: Buffer.from('a commit, anywhere, applies retention') }])
    await readToEnd(log, 'four')
    await untilOldest(log, 5n)
    await append(log, 'f')
    expect(await valuesOf(log)).toEqual(['f'])
    await log.close()
  })

  test('a restart knows how old each segment is', async () => {
    let log = await open()
    await append(log, 'a', 'b')
    now += 5 * DAY_MS
    await append(log, 'c')
    await readToEnd(log)
    await log.close()
    log = await open()
    now += 3 * DAY_MS
    await append(log, 'd')
    await readToEnd(log)
    await untilOldest(log, 2n)
    await log.close()
  })

  test('what is more than a topic may hold goes, the oldest first, and what a group needs stays', async () => {
    const retention = { maxAgeMs: DAY_MS, maxBytes: 1000 }
    const log = await open({ topics: [{ name: 'one', partitions: 1, retention }] })
    for (let count = 0; count < 10; count++) await append(log, VALUE)
    const waiting = await joinWithoutCommit(log, 'waiting')
    await readToEnd(log)
    expect(await oldest(log)).toBe(0n)
    await waiting.stop()
    await readToEnd(log, 'one', 'waiting')
    await vi.waitFor(async () => expect(await oldest(log)).toBeGreaterThan(5n), { timeout: 20_000 })
    expect(await oldest(log)).toBeLessThan(9n)
    await log.close()
  })

  test('a topic that nobody reads keeps to its age and size', async () => {
    const retention = { maxAgeMs: DAY_MS, maxBytes: 1000 }
    const four = { name: 'four', partitions: 4, retention }
    const log = await open({ topics: [{ name: 'one', partitions: 1, retention }, four] })
    for (let count = 0; count < 10; count++) await append(log, VALUE)
    await log.append('four', [{ key: 'k', value: Buffer.from('read') }])
    await readToEnd(log, 'four')
    await vi.waitFor(async () => expect(await oldest(log)).toBeGreaterThan(5n), { timeout: 20_000 })
    await log.close()
  })
})

describe('a full log', () => {
  const fill = async (log: EventLog): Promise<{ accepted: number; failure: unknown }> => {
    for (let accepted = 0; accepted < 1000; accepted++) {
      const failure = await append(log, VALUE).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (failure !== undefined) return { accepted, failure }
    }
    return { accepted: 1000, failure: undefined }
  }

  test.each([1, 600, 4000])(
    'refuses, loses nothing, goes on when consumers have caught up (segments of %i)',
    async (segmentBytes) => {
      let log = await open({ maxTotalBytes: 6000, segmentBytes })
      await (await joinWithoutCommit(log, 'reader')).stop()
      const { accepted, failure } = await fill(log)
      expect(accepted).toBeGreaterThan(10)
      expect(failure).toMatchObject({ code: 'log_full', retryable: true, retryAfterMs: 5000 })
      expect(String(failure)).toContain(`reader has ${accepted} messages of one to read`)
      await log.close()
      log = await open({ maxTotalBytes: 6000, segmentBytes })
      await expect(append(log, VALUE)).rejects.toMatchObject({ code: 'log_full' })
      expect(await valuesOf(log)).toEqual(Array(accepted).fill(VALUE))
      const again = await fill(log)
      expect(again.accepted).toBeGreaterThan(10)
      expect((await readToEnd(log)).map(({ offset }) => offset)).toEqual(
        Array.from({ length: again.accepted }, (_, index) => BigInt(accepted + index)),
      )
      await log.close()
    },
  )

  test('gives up what groups have read before its time, but nothing of a topic that waits for its first reader', async () => {
    const log = await open({ maxTotalBytes: 6000 })
    const { accepted } = await fill(log)
    await expect(append(log, VALUE)).rejects.toMatchObject({ code: 'log_full' })
    expect(await valuesOf(log)).toHaveLength(accepted)
    await append(log, VALUE)
    expect(await oldest(log)).toBeGreaterThan(0n)
    await log.close()
  })

  test('refuses many at once without taking more than it may', async () => {
    const log = await open({ maxTotalBytes: 6000 })
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => append(log, VALUE)))
    const accepted = outcomes.filter(({ status }) => status === 'fulfilled').length
    expect(await valuesOf(log)).toHaveLength(accepted)
    expect(accepted * VALUE.length).toBeLessThan(6000)
    expect(accepted).toBeGreaterThan(10)
    await log.close()
  })

  test('says at once that an append can never fit', async () => {
    const log = await open({ maxTotalBytes: 6000 })
    await expect(append(log, 'x'.repeat(6000))).rejects.toMatchObject({ code: 'payload_too_large', retryable: false })
    await log.close()
  })
})
