import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventLog, openLocalEventLog } from '@pyflare/event-log'
import { createLogger } from '@pyflare/observe'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Block, blockToken } from './block.ts'
import { PartitionWriter } from './partition-writer.ts'

const TOPIC = 'pyflare.traces'
const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
let dir: string
let log: EventLog

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pyflare-partition-writer-'))
  log = await open()
})

afterEach(async () => {
  await log.close()
  await rm(dir, { recursive: true })
})

function open() {
  const retention = { maxAgeMs: 3_600_000, maxBytes: 1 << 30 }
  return openLocalEventLog({
    dir,
    topics: [{ name: TOPIC, partitions: 1, retention }],
    maxTotalBytes: 1 << 30,
    segmentBytes: 1 << 20,
    logger,
  })
}

async function reopen() {
  await log.close()
  log = await open()
}

const append = (...texts: string[]) =>
  log.append(
    TOPIC,
    texts.map((text) => {
      const [value = '', id] = text.split('=')
      return { key: 'k', value: Buffer.from(value), ...(id !== undefined && { headers: { 'batch-id': id } }) }
    }),
  )

const describe = (block: Block) => {
  const values = block.messages.map(({ value }) => Buffer.from(value).toString())
  return `${blockToken(block).split('/').at(-1)} ${values.join(',')}`
}

/** Writes until all of the log is committed, or until `failAt` blocks were written and one more began. */
async function run({ maxBatchBytes = 1 << 20, failAt = Number.POSITIVE_INFINITY } = {}) {
  const blocks: string[] = []
  let failed = false
  const write = async (block: Block) => {
    blocks.push(describe(block))
    if (blocks.length <= failAt) return
    failed = true
    throw new Error('The power went out.')
  }
  const writer = new PartitionWriter({ topic: TOPIC, partition: 0, logger, write })
  const options = { topic: TOPIC, group: 'writer', maxBatchBytes, maxWaitMs: 0 }
  const subscription = await log.subscribe(options, async (batch) => {
    if (failed) throw new Error('The power is still out.')
    await writer.handle(batch)
  })
  await vi.waitFor(
    async () => {
      const [position] = await log.positions(TOPIC, 'writer')
      expect(failed || position?.committedOffset === position?.endOffset).toBe(true)
    },
    { timeout: 30_000 },
  )
  await subscription.stop()
  return blocks
}

test('a block that was interrupted is cut at the same place after a restart', async () => {
  await append('a', 'b', 'c')
  expect(await run({ failAt: 0 })).toEqual(['0-3 a,b,c'])
  await append('d')
  await reopen()
  expect(await run()).toEqual(['0-3 a,b,c', '3-4 d'])
})

test('it is waited for when it comes in pieces', async () => {
  await append('a', 'b', 'c')
  await run({ failAt: 0 })
  await append('d')
  await reopen()
  expect(await run({ maxBatchBytes: 1 })).toEqual(['0-3 a,b,c', '3-4 d'])
})

test('a repeated batch is left out, within a block, across blocks and after a restart', async () => {
  await append('a=1', 'b=2', 'a=1')
  expect(await run()).toEqual(['0-3 a,b,'])
  await append('b=2', 'c=3')
  await reopen()
  expect(await run()).toEqual(['3-5 ,c'])
})

test('a block that is written again leaves out what it left out before, and nothing else', async () => {
  await append('a=1', 'b=2', 'a=1')
  expect(await run({ failAt: 0 })).toEqual(['0-3 a,b,'])
  await reopen()
  await append('b=2', 'c=3')
  expect(await run()).toEqual(['0-3 a,b,', '3-5 ,c'])
})

test('what is committed fits beside an offset however many batches came before', async () => {
  await append(...Array.from({ length: 300 }, (_, at) => `a=${at}`))
  await run()
  await append(...Array.from({ length: 300 }, (_, at) => `a=${at}`))
  await run({ failAt: 0 })
  const [position] = await log.positions(TOPIC, 'writer')
  expect(position?.metadata.length).toBeLessThanOrEqual(4_000)
})

test('a block ends where its repeats have no more room in the log', async () => {
  const many = Array.from({ length: 1000 }, () => 'a=1')
  await append(...many)
  const blocks = await run()
  expect(blocks.length).toBeGreaterThan(1)
  expect(
    blocks
      .map((block) => block.split(' ')[1])
      .join('')
      .replaceAll(',', ''),
  ).toBe('a')
  expect(blocks.at(-1)).toMatch(/-1000 /)
})
