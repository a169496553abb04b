import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isJudged, startLoad } from './crash-load.ts'
import { ask, type Counts, readCounts, readJudged, readSpans } from './crash-readings.ts'
import { type SpawnedPlatform, spawnPlatform } from './spawned-platform.ts'

let dataDir: string
let platform: SpawnedPlatform | undefined
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pyflare-crash-'))
})
afterAll(async () => {
  await platform?.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
})

/** kill -9 of the whole process, three times under load: what was acknowledged is there once, in rows, views, ledger and evaluations. */
test('every acknowledged span survives kill -9, exactly once', { timeout: 400_000 }, async () => {
  const service = `crash-${randomBytes(4).toString('hex')}`
  const acknowledged = new Map<string, string[]>()
  for (let round = 0; round < 3; round++) {
    platform = await spawnPlatform(dataDir)
    const load = startLoad(platform.announcement, service)
    await vi.waitFor(() => expect(load.acknowledged.size).toBeGreaterThan(120), { timeout: 60_000 })
    await platform.end('SIGKILL')
    for (const [traceId, spanIds] of await load.stop()) acknowledged.set(traceId, spanIds)
  }
  expect(acknowledged.size).toBeGreaterThan(360)

  platform = await spawnPlatform(dataDir)
  const read = ask(platform.announcement)
  const { traceIds, ...counts } = await vi.waitFor(
    async () => {
      const counts = await readCounts(read, service)
      const indexed = new Set(counts.traceIds)
      expect([...acknowledged.keys()].filter((traceId) => !indexed.has(traceId))).toEqual([])
      expectToAgree(counts)
      return counts
    },
    { timeout: 120_000, interval: 500 },
  )
  const judged = await readJudged(read)
  expect(new Set(judged).size).toBe(judged.length)
  expect([...acknowledged.keys()].filter((id) => isJudged(id) && !judged.includes(id))).toEqual([])
  const spansByTrace = await readSpans(read, traceIds)
  const rows = [...spansByTrace.values()].flat()
  expect(new Set(rows).size).toBe(rows.length)
  expect(counts.indexed).toBe(rows.length)
  for (const [traceId, spanIds] of acknowledged) {
    expect([...(spansByTrace.get(traceId) ?? [])].sort()).toEqual([...spanIds].sort())
  }
})

/** A request that was cut off may be in or not, but wherever spans are counted, the count is the same. */
function expectToAgree({ traceIds, indexed, ofService, inSeries, calls, costUsd }: Counts): void {
  // All spans of a trace but its root are model calls.
  const modelCalls = indexed - traceIds.length
  expect({ ofService, inSeries, calls }).toEqual({ ofService: indexed, inSeries: indexed, calls: modelCalls })
  // 1,000 tokens in at 0.15 and 100 out at 0.60 dollars for a million.
  expect(costUsd).toBeCloseTo(modelCalls * 0.00021, 6)
}
