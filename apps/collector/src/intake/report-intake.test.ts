import { fromBinary } from '@bufbuild/protobuf'
import type { LogMessage } from '@pyflare/event-log'
import { createLogger, PyflareError } from '@pyflare/observe'
import { IntakeBatchSchema } from '@pyflare/proto'
import { expect, test } from 'vitest'
import { IntakeCounts, type IntakeKind } from './intake-counts.ts'
import { createReportIntake } from './report-intake.ts'

const KIND: IntakeKind = {
  ...{ projectId: 'p', keyId: 'k', client: 'c', signal: 'logs' },
  ...{ outcome: 'rejected', reason: 'odd', delayMs: 0 },
}

test('counts that the log had no room for are told once it has, with those that came since', async () => {
  const counts = new IntakeCounts()
  const appended: LogMessage[] = []
  let isFull = true
  let tries = 0
  const reports = createReportIntake({
    counts,
    eventLog: {
      append: async (_topic, messages) => {
        tries++
        if (isFull) throw new PyflareError('log_full', 'There is no room.')
        appended.push(...messages)
      },
    },
    topic: 'intake',
    logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
    everyMs: 5,
    now: () => 1_000,
  })
  await reports.start()
  counts.add(KIND, { items: 2, requests: 1, sample: '{}' })
  counts.add({ ...KIND, projectId: 'q' }, { items: 1 })
  await expect.poll(() => tries).toBeGreaterThan(1)
  isFull = false
  counts.add(KIND, { items: 3 })
  await reports.stop()
  const records = appended.flatMap(({ value }) => fromBinary(IntakeBatchSchema, value).records)
  const sums = new Map<string, bigint>()
  for (const { projectId, items } of records) sums.set(projectId, (sums.get(projectId) ?? 0n) + items)
  expect(Object.fromEntries(sums)).toEqual({ p: 5n, q: 1n })
  expect(records[0]).toMatchObject({
    countedAtMs: 1_000n,
    signal: 'logs',
    outcome: 'rejected',
    reason: 'odd',
    keyId: 'k',
  })
  expect(new Set(appended.map(({ headers }) => headers?.['batch-id'])).size).toBe(appended.length)
})
