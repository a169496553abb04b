import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventLog } from '../event-log.ts'
import { RETENTION, readToEnd, TemporaryLog } from './temporary-log.ts'

const SCRIPT = fileURLToPath(new URL('./killed-appender.ts', import.meta.url))
const ROUNDS = 4
const TOPICS = [{ name: 'three', partitions: 3, retention: RETENTION }]

let temporary: TemporaryLog
beforeEach(async () => {
  temporary = await TemporaryLog.create()
})
afterEach(() => temporary.dispose())

interface Promised {
  appended: number[]
  committed: Map<number, bigint>
}

/** Starts an appender, kills it in the middle of its work once it has promised enough, and says what it promised. */
async function appendAndKill(first: number, enough: number): Promise<Promised> {
  const args = ['--conditions=development', '--import', 'tsx', SCRIPT, temporary.dir, String(first)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    if (!child.killed && output.split('\n').length > enough) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  const promised: Promised = { appended: [], committed: new Map() }
  for (const line of output.split('\n').slice(0, -1)) {
    const [what, number = '', offset = ''] = line.split(' ')
    if (what === 'appended') promised.appended.push(Number(number))
    else promised.committed.set(Number(number), BigInt(offset))
  }
  return promised
}

async function committedPositions(log: EventLog): Promise<Map<number, { offset: bigint; metadata: string }>> {
  const positions = await log.positions('three', 'killed')
  return new Map(
    positions.map(({ partition, committedOffset = 0n, metadata }) => [
      partition,
      { offset: committedOffset, metadata },
    ]),
  )
}

test('kill -9 while appending and committing loses nothing that was promised', async () => {
  const appended: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const promised = await appendAndKill(round * 1_000_000, 200 + round * 97)
    appended.push(...promised.appended)
    const log = await temporary.open({ topics: TOPICS })
    const positions = await committedPositions(log)
    for (const [partition, offset] of promised.committed) {
      const position = positions.get(partition)
      expect(position?.offset).toBeGreaterThanOrEqual(offset)
      expect(position?.metadata).toBe(`up to ${position?.offset}`)
    }
    await log.close()
  }
  const log = await temporary.open({ topics: TOPICS })
  const kept = await readToEnd(log, 'three')
  await log.close()
  const numbers = kept.map(({ headers }) => Number(headers.number))
  expect(appended.length).toBeGreaterThan(ROUNDS * 50)
  expect(new Set(numbers).size).toBe(numbers.length)
  const found = new Set(numbers)
  expect(appended.filter((number) => !found.has(number))).toEqual([])
  for (const { value, headers } of kept)
    expect(Buffer.from(value).toString()).toMatch(new RegExp(`^${headers.number} `))
  for (let lane = 0; lane < 6; lane++) {
    const own = kept.filter(({ key }) => key === `lane-${lane}`).map(({ headers }) => Number(headers.number))
    expect(own).toEqual([...own].sort((a, b) => a - b))
  }
  expect(temporary.linesOf('error')).toEqual([])
})

test('a group goes on where the killed process had committed', async () => {
  const promised = await appendAndKill(0, 300)
  const log = await temporary.open({ topics: TOPICS })
  const positions = await committedPositions(log)
  const rest = await readToEnd(log, 'three', 'killed')
  const ends = await log.positions('three', 'killed')
  const unread = ends.reduce(
    (sum, { partition, endOffset }) => sum + endOffset - (positions.get(partition)?.offset ?? 0n),
    0n,
  )
  expect(BigInt(rest.length)).toBe(unread)
  expect(promised.committed.size).toBeGreaterThan(0)
  await log.close()
})
