import { createLogger, errorCode } from '@pyflare/observe'
import { openLocalEventLog } from './open-local-event-log.ts'

/**
 * Appends values of the sizes that it is given, one after the other, and says how each went. The test of a full disk starts
 * it under a limit of file size, which fails a write in the middle like a disk without room.
 */
const [dir = '', ...sizes] = process.argv.slice(2)
const log = await openLocalEventLog({
  dir,
  topics: [{ name: 'one', partitions: 1, retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 } }],
  maxTotalBytes: 1e9,
  segmentBytes: 1e8,
  logger: createLogger({ level: 'silent', pretty: false, descriptor: 2 }),
})
for (const size of sizes) {
  const outcome = log.append('one', [{ key: 'k', value: Buffer.alloc(Number(size), size) }])
  process.stdout.write(
    await outcome.then(
      () => `${size} kept\n`,
      (error: unknown) => `${size} ${errorCode(error)}\n`,
    ),
  )
}
// Ends without closing the log: what a failed write left must be gone already.
process.exit(0)
