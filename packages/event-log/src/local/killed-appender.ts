import { createLogger } from '@pyflare/observe'
import { openLocalEventLog } from './open-local-event-log.ts'

/**
 * Appends numbers in several lanes and reads them in a group, until it is killed. Says what it was promised, a line each:
 * `appended <number>` and `committed <partition> <offset>`. The crash test starts it.
 */
const [dir = '', first = '0'] = process.argv.slice(2)
const LANES = 6
const log = await openLocalEventLog({
  dir,
  topics: [{ name: 'three', partitions: 3, retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 } }],
  maxTotalBytes: 1e9,
  segmentBytes: 20_000,
  logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
})

async function appendLane(lane: number): Promise<void> {
  for (let number = Number(first) + lane; ; number += LANES) {
    const value = Buffer.from(`${number} `.padEnd(10 + (number % 3000), '.'))
    await log.append('three', [{ key: `lane-${lane}`, value, headers: { number: String(number) } }])
    process.stdout.write(`appended ${number}\n`)
  }
}

await log.subscribe({ topic: 'three', group: 'killed', maxBatchBytes: 5000, maxWaitMs: 0 }, async (batch) => {
  const next = (batch.messages.at(-1)?.offset ?? 0n) + 1n
  await batch.commit(next, `up to ${next}`)
  process.stdout.write(`committed ${batch.partition} ${next}\n`)
})
await Promise.all(Array.from({ length: LANES }, (_, lane) => appendLane(lane)))
