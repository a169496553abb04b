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
    const next = ({ messages }: MessageBatch) => (messages.at(-1)?.offset ?? 0n) + 1n
    const fillFour = () =>
      log.append(
        'four',
        Array.from({ length: 40 }, (_, index) => message(`key-${index}`, `${index}`)),
      )
    const options = { group: 'g', maxBatchBytes: 1_000_000, maxWaitMs: 0 }

    /** Reads until `count` messages came, committing each batch; then leaves. */
    async function take(topic: string, count: number, commit = true): Promise<StoredMessage[]> {
      const got: StoredMessage[] = []
      const subscription = await log.subscribe({ ...options, topic }, async (batch) => {
        if (got.length >= count) return
        got.push(...batch.messages)
        if (commit) await batch.commit(next(batch), 'done')
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
        await batch.commit(next(batch))
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
        await batch.commit(next(batch))
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
      await fillFour()
      const held: MessageBatch[] = []
      const taken: MessageBatch[] = []
      let release = () => {}
      const gate = new Promise<void>((resolve) => {
        release = resolve
      })
      const first = await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
        held.push(batch)
        await gate
      })
      try {
        await vi.waitFor(() => expect(held.length).toBe(4), { timeout: 20_000 })
        await held[0]?.heartbeat()
        const second = await log.subscribe({ ...options, topic: 'four' }, async (batch) => {
          taken.push(batch)
        })
        await vi.waitFor(() => expect(taken.length).toBe(2), { timeout: 60_000 })
        for (const { partition, messages } of taken) {
          const lost = held.find((batch) => batch.partition === partition)
          expect(lost?.signal.aborted).toBe(true)
          expect(texts(messages)).toEqual(texts(lost?.messages ?? []))
          await expect(lost?.commit(1n)).rejects.toMatchObject({ code: 'stale_member' })
          await expect(lost?.heartbeat()).rejects.toMatchObject({ code: 'stale_member' })
        }
        const kept = held.find((batch) => !batch.signal.aborted)
        await kept?.commit(1n, 'kept')
        const positions = await log.positions('four', 'g')
        expect(positions.filter(({ committedOffset }) => committedOffset !== undefined)).toHaveLength(1)
        release()
        await second.stop()
      } finally {
        release()
        await first.stop()
      }
    })

    test('gives the partitions of a member that stops to the others', async () => {
      const seen = { first: new Set<number>(), second: new Set<number>() }
      const reader = (own: Set<number>) => async (batch: MessageBatch) => {
        own.add(batch.partition)
        await batch.commit(next(batch))
      }
      const first = await log.subscribe({ ...options, topic: 'four' }, reader(seen.first))
      const second = await log.subscribe({ ...options, topic: 'four' }, reader(seen.second))
      await vi.waitFor(
        async () => {
          await fillFour()
          expect(seen.second.size).toBe(2)
        },
        { timeout: 60_000, interval: 500 },
      )
      await first.stop()
      await fillFour()
      await vi.waitFor(() => expect(seen.second.size).toBe(4), { timeout: 60_000 })
      await vi.waitFor(async () => {
        const positions = await log.positions('four', 'g')
        expect(positions.every(({ committedOffset, endOffset }) => committedOffset === endOffset)).toBe(true)
      })
      await second.stop()
    })

    test('tells a running batch that its subscription stops, waits for it, and takes its commit', async () => {
      await log.append('one', [message('k', 'a')])
      let batch: MessageBatch | undefined
      const subscription = await log.subscribe({ ...options, topic: 'one' }, async (given) => {
        batch = given
        await new Promise((resolve) => given.signal.addEventListener('abort', resolve))
        await given.commit(1n, 'at the end')
      })
      await vi.waitFor(() => expect(batch).toBeDefined(), { timeout: 20_000 })
      await subscription.stop()
      const [position] = await log.positions('one', 'g')
      expect(position).toMatchObject({ committedOffset: 1n, metadata: 'at the end' })
      await expect(batch?.commit(0n)).rejects.toMatchObject({ code: 'stale_member' })
    })

    test('hands a batch over as soon as it is full, however long it might wait', async () => {
      const batches: string[][] = []
      const subscription = await log.subscribe(
        { ...options, topic: 'one', maxBatchBytes: 6, maxWaitMs: 3_600_000 },
        async (batch) => {
          batches.push(texts(batch.messages))
        },
      )
      for (const text of ['12', '34', '56', '78', '90', 'ab', 'cd']) await log.append('one', [message('k', text)])
      await vi.waitFor(() => expect(batches.length).toBe(2), { timeout: 20_000 })
      expect(batches).toEqual([
        ['12', '34', '56'],
        ['78', '90', 'ab'],
      ])
      await subscription.stop()
    })

    test('keeps every one of many appends at once, each key in its order', async () => {
      const appends: Promise<void>[] = []
      for (let number = 0; number < 500; number++) {
        const both = [message(`key-${number % 7}`, String(number)), message(`other-${number % 5}`, String(number))]
        appends.push(log.append('four', both))
      }
      await Promise.all(appends)
      const got = await take('four', 1000)
      const byKey = new Map<string, number[]>()
      for (const { key, value } of got) {
        byKey.set(key, [...(byKey.get(key) ?? []), Number(Buffer.from(value).toString())])
      }
      for (const [key, numbers] of byKey) {
        const modulus = key.startsWith('key') ? 7 : 5
        const first = Number(key.split('-')[1])
        const expected = Array.from({ length: Math.ceil((500 - first) / modulus) }, (_, i) => first + i * modulus)
        expect(numbers).toEqual(expected)
      }
    })

    test('keeps odd keys, headers and values as they are', async () => {
      const odd: LogMessage[] = [
        { key: '', value: new Uint8Array(0) },
        { key: '🔑'.repeat(1000), value: Buffer.from([0, 255, 10, 13]), headers: { '': '', 'é\u0000': '🙂' } },
        { key: 'k', value: Buffer.alloc(5000, 1), headers: JSON.parse('{"__proto__":"x","constructor":"y"}') },
      ]
      for (const each of odd) await log.append('one', [each])
      const got = await take('one', 3)
      expect(got.map(({ key }) => key)).toEqual(odd.map(({ key }) => key))
      expect(got.map(({ value }) => Buffer.from(value))).toEqual(odd.map(({ value }) => Buffer.from(value)))
      expect(got.map(({ headers }) => Object.entries(headers))).toEqual(
        odd.map(({ headers }) => Object.entries(headers ?? {})),
      )
    })

    test('takes a value of 16 MiB', async () => {
      await log.append('one', [{ key: 'big', value: Buffer.alloc(16 * 1024 * 1024, 7) }])
      expect((await take('one', 1))[0]?.value.byteLength).toBe(16 * 1024 * 1024)
    })

    test('knows its topics, and groups that never were', async () => {
      expect(log.partitionCount('four')).toBe(4)
      expect(() => log.partitionCount('none')).toThrow(expect.objectContaining({ code: 'not_found' }))
      await expect(log.append('none', [message('k', 'a')])).rejects.toMatchObject({ code: 'not_found' })
      const reading = log.subscribe({ ...options, topic: 'none' }, async () => undefined)
      await expect(reading).rejects.toMatchObject({ code: 'not_found' })
      await log.append('one', [])
      expect(await log.positions('one', 'nobody')).toEqual([
        { partition: 0, oldestOffset: 0n, endOffset: 0n, committedOffset: undefined, metadata: '' },
      ])
    })

    test('keeps what was being appended when it is closed, and takes nothing after', async () => {
      const running = log.append('one', [message('k', 'a')])
      const closed = log
      log = await opened.reopen()
      await running
      await expect(closed.append('one', [message('k', 'b')])).rejects.toMatchObject({ code: 'unavailable' })
      await closed.close()
      expect(texts(await take('one', 1))).toEqual(['a'])
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
