import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchStore } from './bench-store.ts'
import { type Block, type Encoded, Workload, type WorkloadOptions } from './workload/workload.ts'

/** What the queries need to know of what was loaded. */
export interface Loaded {
  /** Ids of traces of the project that is asked about, from all over its time. */
  traceIds: string[]
  longTraces: { traceId: string; projectId: string; spans: number }[]
  inserts: InsertCost[]
}

export interface InsertCost {
  what: string
  rows: number
  seconds: number
  /** Processor time of the server, merges that ran meanwhile included. */
  cpuSeconds: number
}

const FACTS_AT_ONCE = 2_000
const LONG_TRACES = [10_000, 50_000]
const KEPT_IDS = 50

/** Fills an empty store, or remembers what an earlier run filled it with. */
export async function load(
  bench: BenchStore,
  dataDir: string,
  options: WorkloadOptions,
  projectId: string,
): Promise<Loaded> {
  const note = join(dataDir, 'loaded.json')
  const known = await readFile(note, 'utf8').catch(() => undefined)
  if (known !== undefined) return JSON.parse(known) as Loaded
  const workload = new Workload(options)
  const loaded: Loaded = { traceIds: [], longTraces: [], inserts: [] }
  const costs = new Costs(bench)
  let number = 0
  for (const block of workload.blocks()) {
    await insert(bench, costs, block, String(number++))
    loaded.traceIds.push(...(block.facts.get(projectId) ?? []).slice(0, KEPT_IDS).map((facts) => facts.index.traceId))
    console.log(`block ${number}: ${block.traces.rows} spans, server ${(await bench.memoryMib()).now.toFixed(0)} MiB`)
  }
  for (const spans of LONG_TRACES) {
    const block = workload.longTrace(spans)
    await insert(bench, costs, block, `long ${spans}`)
    loaded.longTraces.push({ traceId: block.traceId, projectId: block.projectId, spans })
  }
  await costs.of('merges until idle', 0, () => bench.merged())
  loaded.inserts = costs.list()
  await writeFile(note, JSON.stringify(loaded))
  return loaded
}

async function insert(bench: BenchStore, costs: Costs, block: Block, token: string): Promise<void> {
  const { writer, settlement } = bench.store
  const rows = async (what: string, signal: 'trace' | 'log' | 'metric', { rows, batches }: Encoded) =>
    costs.of(what, rows, () => writer.insertBlock({ signal, batches, token }))
  await rows('spans', 'trace', block.traces)
  await rows('logs', 'log', block.logs)
  await rows('metric points', 'metric', block.metrics)
  for (const [projectId, facts] of block.facts) {
    for (let from = 0; from < facts.length; from += FACTS_AT_ONCE) {
      const some = facts.slice(from, from + FACTS_AT_ONCE)
      const rows = some.reduce((sum, fact) => sum + 1 + fact.entries.length, 0)
      await costs.of('trace rows and ledger entries', rows, () => settlement.write(projectId, some))
    }
  }
}

class Costs {
  readonly #costs = new Map<string, InsertCost>()

  constructor(private readonly bench: BenchStore) {}

  async of(what: string, rows: number, work: () => Promise<void>): Promise<void> {
    const cost = this.#costs.get(what) ?? { what, rows: 0, seconds: 0, cpuSeconds: 0 }
    this.#costs.set(what, cost)
    const cpuBefore = await this.bench.cpuMs()
    const startedAt = performance.now()
    await work()
    cost.rows += rows
    cost.seconds += (performance.now() - startedAt) / 1000
    cost.cpuSeconds += ((await this.bench.cpuMs()) - cpuBefore) / 1000
  }

  list(): InsertCost[] {
    return [...this.#costs.values()]
  }
}
