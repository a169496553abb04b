import { createLogger } from '@pyflare/observe'
import { openLocalEventLog } from './open-local-event-log.ts'

/** Appends numbers until it is killed, and prints each one once it was acknowledged. The crash test starts it. */
const [dir = '', first = '0'] = process.argv.slice(2)
const retention = { maxAgeMs: 86_400_000, maxBytes: 1e9 }
const log = await openLocalEventLog({
  dir,
  topics: [{ name: 'one', partitions: 1, retention }],
  maxTotalBytes: 1e9,
  segmentBytes: 20_000,
  logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
})

async function appendEvery(step: number, start: number): Promise<void> {
  for (let number = start; ; number += step) {
    await log.append('one', [{ key: 'k', value: Buffer.from(String(number)) }])
    process.stdout.write(`${number}\n`)
  }
}

await Promise.all([0, 1, 2, 3].map((lane) => appendEvery(4, Number(first) + lane)))
