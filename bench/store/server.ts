/**
 * What it costs to have a ClickHouse server of our own: starting it in a new folder and in a full one, the memory it holds,
 * and how long it is away after it was killed.
 *
 *   npm run bench:store:server -- [--data-dir <folder that bench:store filled>] [--runs 9]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchStore, openBenchStore } from './bench-store.ts'
import { printTable } from './print-table.ts'

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, runs: { type: 'string', default: '9' } } })
const runs = Number(values.runs)

const rows = [row('a new folder', await starts(undefined))]
if (values['data-dir'] !== undefined) rows.push(row('the full folder', await starts(values['data-dir'])))
printTable(
  `Starting, being killed and starting again, ${runs} runs; least, median and most`,
  ['where', 'start ms', 'CPU ms', 'memory MiB', 'tables made ms', 'killed until it answers ms'],
  rows,
)

type Run = readonly [startMs: number, cpuMs: number, memoryMib: number, migratedMs: number, awayMs: number]

async function starts(folder: string | undefined): Promise<Run[]> {
  const seen: Run[] = []
  for (let run = 0; run < runs; run++) {
    const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'pyflare-bench-server-')))
    const began = performance.now()
    const bench = await openBenchStore(dataDir)
    const migratedMs = performance.now() - began - bench.startMs
    try {
      const cpuMs = await bench.cpuMs()
      seen.push([bench.startMs, cpuMs, (await bench.memoryMib()).now, migratedMs, await away(bench)])
    } finally {
      await bench.close()
      if (folder === undefined) await rm(dataDir, { recursive: true, force: true })
    }
  }
  return seen
}

/** From the moment the server is killed until the one that follows has answered a query. */
async function away({ server, store }: BenchStore): Promise<number> {
  const restarted = new Promise<void>((resolve) => server.onRestart(resolve))
  const killed = performance.now()
  process.kill(server.pid, 'SIGKILL')
  await restarted
  await store.maintenance.usage('nobody')
  return performance.now() - killed
}

function row(where: string, seen: readonly Run[]): string[] {
  const columns = [0, 1, 2, 3, 4].map((column) => {
    const sorted = seen.map((run) => run[column] ?? 0).sort((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0)
    return `${at(0)}, ${at(0.5)}, ${at(1)}`
  })
  return [where, ...columns]
}
