import { createLogger } from '@pyflare/observe'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EventLog, LogMessage, MessageBatch, StoredMessage } from '../event-log.ts'

export const silent = createLogger({ level: 'silent', pretty: false, descriptor: 2 })

export interface Opened {
  log: EventLog
  /** Closes the log, and opens what is on disk or on the brokers again. */
  reopen: () => Promise<EventLog>
  dispose: () => Promise<void>
}

/** What every adapter must do. `open` gives a new log with topics `one` (1 partition) and `four` (4 partitions). */
export function describeEventLog(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    let opened: Opened
    let log: EventLog
    beforeEach(async () => {
      opened = await open()
      log = opened.log
    })
    afterEach(() => opened.dispose())

    const message = (key: string, text: string, headers?: Record<string, string>): LogMessage => ({
      key,
      value: Buffer.from(text),
      headers,
    })
    const texts = (messages: readonly StoredMessage[]) => messages.map(({ value }) => Buffer.from(value).toString())
    const options = { group: 'g', maxBatchBytes: 1_000_000, maxWaitMs: 0 }

    /** Reads until `count` messages came, committing each batch; then leaves. */
    async function take(topic: string, count: number, commit = true): Promise<StoredMessage[]> {
      const got: StoredMessage[] = []
      const subscription = await log.subscribe({ ...options, topic }, async (batch) => {
        if (got.length >= count) return
        got.push(...batch.messages)
        if (commit) await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n, 'done')
      })
      await vi.waitFor(() => expect(got.length).toBeGreaterThanOrEqual(count), { timeout: 20_000 })
      await subscription.stop()
      return got
    }

    test('keeps order, keys, values and headers within a partition', async () => {
      await log.append('one', [message('k', 'a', { id: '1', ключ: 'значение' }), message('λ', ''), message('k', 'c')])
      const got = await take('one', 3)
      expect(got.map(({ offset }) => offset)).toEqual([0n, 1n, 2n])
      expect(texts(got)).toEqual(['a', '', 'c'])
      expect(got.map(({ key }) => key)).toEqual(['k', 'λ', 'k'])
      expect(got[0]?.headers).toEqual({ id: '1', ключ: 'значение' })
    })

    test('puts the same key into the same partition', async () => {
      const keys = Array.from({ length: 40 }, (_, index) => `key-${index % 10}`)
      await log.append(
        'four',
        keys.map((key) => message(key, key)),
      )
      const places = new Map<string, Set<number>>()
      const subscription = await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
        for (const { key } of batch.messages) places.set(key, (places.get(key) ?? new Set()).add(batch.partition))
        await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
      })
      await vi.waitFor(() => expect(places.size).toBe(10))
      await subscription.stop()
      expect([...places.values()].every((partitions) => partitions.size === 1)).toBe(true)
      expect(new Set([...places.values()].flatMap((partitions) => [...partitions])).size).toBeGreaterThan(1)
    })

    test('goes on behind the committed offset, after a restart too, with its metadata', async () => {
      await log.append('one', [message('k', 'a'), message('k', 'b')])
      await take('one', 2)
      log = await opened.reopen()
      await log.append('one', [message('k', 'c')])
      expect(texts(await take('one', 1))).toEqual(['c'])
      const [position] = await log.positions('one', 'g')
      expect(position).toEqual({ partition: 0, oldestOffset: 0n, endOffset: 3n, committedOffset: 3n, metadata: 'done' })
    })

    test('delivers again what was not committed', async () => {
      await log.append('one', [message('k', 'a'), message('k', 'b')])
      await take('one', 2, false)
      log = await opened.reopen()
      expect(texts(await take('one', 2))).toEqual(['a', 'b'])
    })

    test('delivers a batch again when its handler fails, the same messages in the same order', async () => {
      await log.append('one', [message('k', 'a'), message('k', 'b')])
      const seen: string[][] = []
      const subscription = await log.subscribe({ ...options, topic: 'one' }, async (batch) => {
        seen.push(texts(batch.messages))
        if (seen.length < 3) throw new Error('not yet')
        await batch.commit(2n)
      })
      await vi.waitFor(() => expect(seen.length).toBe(3), { timeout: 20_000 })
      await subscription.stop()
      expect(seen).toEqual([
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
      ])
    })

    test('records metadata ahead of work with an offset that was committed before', async () => {
      await log.append('one', [message('k', 'a')])
      const seen: string[] = []
      const subscription = await log.subscribe({ ...options, topic: 'one' }, async (batch) => {
        seen.push(batch.committedMetadata)
        await batch.commit(0n, 'until 1')
        if (seen.length === 1) throw new Error('stopped in the middle')
        await batch.commit(1n)
      })
      await vi.waitFor(() => expect(seen).toEqual(['', 'until 1']), { timeout: 20_000 })
      await subscription.stop()
    })

    test('wakes a waiting reader, and limits a batch by bytes but never below one message', async () => {
      const sizes: number[] = []
      const subscription = await log.subscribe({ ...options, topic: 'one', maxBatchBytes: 10 }, async (batch) => {
        sizes.push(batch.messages.length)
        await batch.commit((batch.messages.at(-1)?.offset ?? 0n) + 1n)
      })
      await log.append('one', [
        message('k', 'x'.repeat(100)),
        message('k', '12345'),
        message('k', '12345'),
        message('k', '1'),
      ])
      await vi.waitFor(() => expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4), { timeout: 20_000 })
      await subscription.stop()
      expect(sizes).toEqual([1, 2, 1])
    })

    test('lets groups read on their own', async () => {
      await log.append('one', [message('k', 'a')])
      await take('one', 1)
      const got: string[] = []
      const other = await log.subscribe({ ...options, group: 'other', topic: 'one' }, async (batch) => {
        got.push(...texts(batch.messages))
      })
      await vi.waitFor(() => expect(got).toEqual(['a']), { timeout: 20_000 })
      await other.stop()
    })

    test('deals partitions out to members, and refuses commits of a member that lost its partition', async () => {
      const held: MessageBatch[] = []
      let release = () => {}
      const gate = new Promise<void>((resolve) => {
        release = resolve
      })
      await log.append(
        'four',
        Array.from({ length: 40 }, (_, index) => message(`key-${index}`, 'x')),
      )
      const first = await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
        held.push(batch)
        await gate
      })
      await vi.waitFor(() => expect(held.length).toBe(4), { timeout: 20_000 })
      const second = log.subscribe({ ...options, topic: 'four' }, async () => undefined)
      await vi.waitFor(() => expect(held.some(({ signal }) => signal.aborted)).toBe(true), { timeout: 20_000 })
      const lost = held.find(({ signal }) => signal.aborted)
      await expect(lost?.commit(1n)).rejects.toMatchObject({ code: 'stale_member' })
      await expect(lost?.heartbeat()).rejects.toMatchObject({ code: 'stale_member' })
      release()
      await (await second).stop()
      await first.stop()
    })

    test('takes a value of 16 MiB', async () => {
      await log.append('one', [{ key: 'big', value: Buffer.alloc(16 * 1024 * 1024, 7) }])
      expect((await take('one', 1))[0]?.value.byteLength).toBe(16 * 1024 * 1024)
    })

    test('knows its topics', async () => {
      expect(log.partitionCount('four')).toBe(4)
      await expect(log.append('none', [message('k', 'a')])).rejects.toMatchObject({ code: 'not_found' })
    })

    test('refuses metadata that is too long', async () => {
      await log.append('one', [message('k', 'a')])
      const failures: unknown[] = []
      const subscription = await log.subscribe({ ...options, topic: 'one' }, async (batch) => {
        await batch.commit(1n, 'x'.repeat(5000)).catch((error: unknown) => failures.push(error))
      })
      await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 20_000 })
      await subscription.stop()
      expect(failures[0]).toMatchObject({ code: 'invalid_argument' })
    })
  })
}
