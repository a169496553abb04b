import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { silent } from '../contract/event-log-contract.ts'
import { openLocalEventLog } from './open-local-event-log.ts'

const SCRIPT = fileURLToPath(new URL('./killed-appender.ts', import.meta.url))

/** Starts an appender, kills it once it has acknowledged `enough`, and says what it acknowledged. */
async function appendAndKill(dir: string, first: number, enough: number): Promise<number[]> {
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', SCRIPT, dir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    if (output.split('\n').length > enough && !child.killed) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return output.split('\n').slice(0, -1).map(Number)
}

test('kill -9 loses nothing that was acknowledged', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'pyflare-log-crash-'))
  const acknowledged: number[] = []
  for (let round = 0; round < 4; round++)
    acknowledged.push(...(await appendAndKill(dir, round * 1_000_000, 150 + round * 97)))
  const retention = { maxAgeMs: 86_400_000, maxBytes: 1e9 }
  const log = await openLocalEventLog({
    dir,
    topics: [{ name: 'one', partitions: 1, retention }],
    maxTotalBytes: 1e9,
    segmentBytes: 20_000,
    logger: silent,
  })
  const kept: { offset: bigint; number: number }[] = []
  const [position] = await log.positions('one', 'reader')
  const subscription = await log.subscribe(
    { topic: 'one', group: 'reader', maxBatchBytes: 1e6, maxWaitMs: 0 },
    async (batch) => {
      kept.push(
        ...batch.messages.map(({ offset, value }) => ({ offset, number: Number(Buffer.from(value).toString()) })),
      )
    },
  )
  await vi.waitFor(() => expect(BigInt(kept.length)).toBe(position?.endOffset), { timeout: 20_000 })
  await subscription.stop()
  await log.close()
  await rm(dir, { recursive: true, force: true })
  expect(kept.map(({ offset }) => offset)).toEqual(kept.map((_, index) => BigInt(index)))
  const numbers = new Set(kept.map(({ number }) => number))
  expect(numbers.size).toBe(kept.length)
  expect(acknowledged.filter((number) => !numbers.has(number))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(600)
})
