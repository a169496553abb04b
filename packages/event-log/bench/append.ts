import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@pyflare/observe'
import { type EventLog, openLocalEventLog } from '../src/index.ts'

/**
 * What the local log takes and gives on this machine, every append synced before it counts:
 *
 *     node --conditions=development --import tsx packages/event-log/bench/append.ts [folder]
 */
interface Load {
  name: string
  partitions: number
  /** Appends under way at once. */
  writers: number
  appends: number
  messagesEach: number
  valueBytes: number
}

const LOADS: Load[] = [
  { name: '500 kB, one writer', partitions: 1, writers: 1, appends: 600, messagesEach: 1, valueBytes: 500_000 },
  { name: '500 kB, 8 writers', partitions: 1, writers: 8, appends: 1500, messagesEach: 1, valueBytes: 500_000 },
  {
    name: '500 kB, 8 writers, 4 partitions',
    partitions: 4,
    writers: 8,
    appends: 1500,
    messagesEach: 1,
    valueBytes: 500_000,
  },
  { name: '2 kB, 1 writer', partitions: 1, writers: 1, appends: 3000, messagesEach: 1, valueBytes: 2000 },
  { name: '2 kB, 64 writers', partitions: 1, writers: 64, appends: 60_000, messagesEach: 1, valueBytes: 2000 },
  {
    name: '2 kB, 64 writers, 8 partitions',
    partitions: 8,
    writers: 64,
    appends: 40_000,
    messagesEach: 1,
    valueBytes: 2000,
  },
  {
    name: '8 x 20 kB each, 16 writers, 8 partitions',
    partitions: 8,
    writers: 16,
    appends: 2000,
    messagesEach: 8,
    valueBytes: 20_000,
  },
]

const root = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'pyflare-log-bench-'))
try {
  process.stdout.write(`${await measurePlainFile(join(root, 'plain'))}\n`)
  for (const load of LOADS) process.stdout.write(`${await measure(load, join(root, String(LOADS.indexOf(load))))}\n`)
} finally {
  await rm(root, { recursive: true })
}

/** What the disk gives at this moment: nothing but a write and a sync each. */
async function measurePlainFile(path: string): Promise<string> {
  const value = Buffer.alloc(500_000, 'x')
  const file = await open(path, 'w')
  const started = performance.now()
  for (let count = 0; count < 600; count++) {
    await file.write(value)
    await file.datasync()
  }
  const seconds = (performance.now() - started) / 1000
  await file.close()
  await rm(path)
  const figures = `${(600 / seconds).toFixed(0)} appends/s  ${(300 / seconds).toFixed(0)} MB/s`
  return `${'500 kB, a plain file for comparison'.padEnd(42)} ${figures}`
}

async function measure(load: Load, dir: string): Promise<string> {
  const retention = { maxAgeMs: 86_400_000, maxBytes: 1e12 }
  const log = await openLocalEventLog({
    dir,
    topics: [{ name: 'bench', partitions: load.partitions, retention }],
    maxTotalBytes: 1e12,
    segmentBytes: 128 * 1024 * 1024,
    logger: createLogger({ level: 'warn', pretty: false, descriptor: 2 }),
  })
  const megabytes = (load.appends * load.messagesEach * load.valueBytes) / 1e6
  const cpu = process.cpuUsage()
  const written = await appendAll(log, load)
  const { user, system } = process.cpuUsage(cpu)
  const started = performance.now()
  await readAll(log, load.appends * load.messagesEach)
  const readSeconds = (performance.now() - started) / 1000
  await log.close()
  await rm(dir, { recursive: true })
  const figures = [
    `${(load.appends / written.seconds).toFixed(0)} appends/s`,
    `${(megabytes / written.seconds).toFixed(0)} MB/s`,
    `p50 ${written.percentile(0.5)} ms`,
    `p99 ${written.percentile(0.99)} ms`,
    `${((user + system) / load.appends / 1000).toFixed(3)} ms CPU each`,
    `read ${(megabytes / readSeconds).toFixed(0)} MB/s`,
  ]
  return `${load.name.padEnd(42)} ${figures.join('  ')}`
}

async function appendAll(log: EventLog, load: Load): Promise<{ seconds: number; percentile(at: number): string }> {
  const value = Buffer.alloc(load.valueBytes, 'some text that a span might hold. ')
  const latenciesMs: number[] = []
  let next = 0
  const write = async () => {
    while (next < load.appends) {
      const number = next++
      const messages = Array.from({ length: load.messagesEach }, (_, each) => ({ key: `${number}-${each}`, value }))
      const started = performance.now()
      await log.append('bench', messages)
      latenciesMs.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: load.writers }, write))
  const seconds = (performance.now() - started) / 1000
  latenciesMs.sort((a, b) => a - b)
  return { seconds, percentile: (at) => (latenciesMs[Math.floor(latenciesMs.length * at)] ?? 0).toFixed(2) }
}

async function readAll(log: EventLog, count: number): Promise<void> {
  let read = 0
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const options = { topic: 'bench', group: 'bench', maxBatchBytes: 8_000_000, maxWaitMs: 0 }
  const subscription = await log.subscribe(options, async ({ messages }) => {
    read += messages.length
    if (read === count) finish()
  })
  await finished
  await subscription.stop()
}
