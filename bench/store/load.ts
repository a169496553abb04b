import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PyflareError } from '@pyflare/observe'
import type { BenchStore } from './bench-store.ts'
import { projectName } from './workload/cast.ts'
import { type Block, type Encoded, Workload, type WorkloadOptions } from './workload/workload.ts'

/** What the queries need to know of what was loaded. */
export interface Loaded {
  /** The project that is asked about. */
  projectId: string
  spans: number
  /** Blocks that are in the store, and whether that is all. */
  blocks: number
  isWhole: boolean
  /** Some of the spans, and how many bytes of OTLP they were. */
  sample: { spans: number; otlpBytes: number }
  /** Ids of its traces, from all over its time. */
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
const ATTEMPTS = 5
const NOTHING = {
  ...{ isWhole: false, blocks: 0, sample: { spans: 0, otlpBytes: 0 } },
  ...{ traceIds: [], longTraces: [], inserts: [] },
}

/** Fills an empty store, goes on where an earlier run stopped, or remembers what it filled the store with. */
export async function load(bench: BenchStore, dataDir: string, options: WorkloadOptions): Promise<Loaded> {
  const note = join(dataDir, 'loaded.json')
  const known = await readFile(note, 'utf8').catch(() => undefined)
  const projectId = projectName(options.projects - 1)
  const loaded: Loaded =
    known === undefined ? { ...NOTHING, projectId, spans: options.spans } : (JSON.parse(known) as Loaded)
  if (loaded.isWhole) return loaded
  const costs = new Costs(bench, loaded.inserts)
  const done = async () => {
    loaded.inserts = costs.list()
    await writeFile(note, JSON.stringify(loaded))
  }
  const workload = new Workload(options)
  for (const block of workload.blocks(loaded.blocks)) {
    await insert(bench, costs, block, String(loaded.blocks++))
    loaded.traceIds.push(...(block.facts.get(projectId) ?? []).slice(0, KEPT_IDS).map((facts) => facts.index.traceId))
    loaded.sample.spans += block.sample.spans
    loaded.sample.otlpBytes += block.sample.otlpBytes
    await done()
    const { now } = await bench.memoryMib()
    console.log(`block ${loaded.blocks}: ${block.traces.rows} spans, server ${now.toFixed(0)} MiB`)
  }
  for (const spans of options.traffic.onlyAgents ? [] : LONG_TRACES.slice(loaded.longTraces.length)) {
    const block = workload.longTrace(spans)
    await insert(bench, costs, block, `long ${spans}`)
    loaded.longTraces.push({ traceId: block.traceId, projectId: block.projectId, spans })
    await done()
  }
  await costs.of('merges until idle', 0, () => bench.merged())
  loaded.isWhole = true
  await done()
  return loaded
}

async function insert(bench: BenchStore, costs: Costs, block: Block, token: string): Promise<void> {
  const { writer, settlement } = bench.store
  const rows = async (what: string, signal: 'trace' | 'log' | 'metric', { rows, batches }: Encoded) =>
    costs.of(what, rows, () => again(() => writer.insertBlock({ signal, batches, token })))
  await rows('spans', 'trace', block.traces)
  await rows('logs', 'log', block.logs)
  await rows('metric points', 'metric', block.metrics)
  for (const [projectId, facts] of block.facts) {
    for (let from = 0; from < facts.length; from += FACTS_AT_ONCE) {
      const some = facts.slice(from, from + FACTS_AT_ONCE)
      const rows = some.reduce((sum, fact) => sum + 1 + fact.entries.length, 0)
      await costs.of('trace rows and ledger entries', rows, () => again(() => settlement.write(projectId, some)))
    }
  }
}

/** A machine that is busy with other work lets inserts time out now and then. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof PyflareError && error.retryable)) throw error
    }
  }
}

class Costs {
  readonly #costs: Map<string, InsertCost>

  constructor(
    private readonly bench: BenchStore,
    before: readonly InsertCost[],
  ) {
    this.#costs = new Map(before.map((cost) => [cost.what, cost]))
  }

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
