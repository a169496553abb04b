import { expect, test, vi } from 'vitest'
import { describeEventLog } from '../contract/event-log-contract.ts'
import { RETENTION, TemporaryLog } from './temporary-log.ts'

describeEventLog('the local event log', async () => {
  const temporary = await TemporaryLog.create()
  let log = await temporary.open()
  return {
    log,
    async reopen() {
      await log.close()
      log = await temporary.open()
      return log
    },
    async dispose() {
      await log.close()
      await temporary.dispose()
    },
  }
})

test('a topic keeps the partitions that it has, and what is in them, where fewer are wanted', async () => {
  const temporary = await TemporaryLog.create()
  const before = await temporary.open()
  const keys = Array.from({ length: 20 }, (_, number) => `key ${number}`)
  await before.append(
    'four',
    keys.map((key) => ({ key, value: Buffer.from(key) })),
  )
  await before.close()

  const after = await temporary.open({ topics: [{ name: 'four', partitions: 2, retention: RETENTION }] })
  expect(after.partitionCount('four')).toBe(4)
  const seen: string[] = []
  const wanted = { topic: 'four', group: 'g', maxBatchBytes: 1000, maxWaitMs: 0 }
  const subscription = await after.subscribe(wanted, async ({ messages }) => {
    for (const { key } of messages) seen.push(key)
  })
  await vi.waitFor(() => expect(seen.sort()).toEqual(keys.sort()))
  await subscription.stop()
  await after.close()
  await temporary.dispose()
})
