/**
 * Loads telemetry into a store of its own and times every query of the API on it.
 *
 *   npm run bench:store -- [--spans 2000000] [--projects 8] [--traffic mixed|agents] [--runs 11] [--only <text>] [--data-dir <folder to keep>]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBenchStore } from './bench-store.ts'
import { load } from './load.ts'
import { measure, type Timing } from './measure.ts'
import { printTable } from './print-table.ts'
import { readerQueries } from './reader-queries.ts'
import { printInserts, printTables } from './sizes.ts'
import { ENDS_AT, WORKLOAD } from './workload/size.ts'
import { TRAFFIC } from './workload/traffic.ts'

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: String(WORKLOAD.spans) },
    projects: { type: 'string', default: String(WORKLOAD.projects) },
    traffic: { type: 'string', default: 'mixed' },
    runs: { type: 'string', default: '11' },
    only: { type: 'string', default: '' },
    'data-dir': { type: 'string' },
  },
})
const traffic = values.traffic === 'agents' ? TRAFFIC.agents : TRAFFIC.mixed
const options = { ...WORKLOAD, spans: Number(values.spans), projects: Number(values.projects), traffic }
const dataDir = values['data-dir'] ?? (await mkdtemp(join(tmpdir(), 'pyflare-bench-store-')))
const bench = await openBenchStore(dataDir)
try {
  const idle = await bench.memoryMib()
  console.log(`The server started in ${bench.startMs.toFixed(0)} ms and holds ${idle.now.toFixed(0)} MiB.`)
  const loaded = await load(bench, dataDir, options)
  printInserts(loaded.inserts)
  await printTables(bench, loaded)
  const timings: Timing[] = [await measure(bench, 'ping', Number(values.runs), () => bench.store.maintenance.ping())]
  for (const [name, query] of readerQueries(bench.store, loaded.projectId, ENDS_AT, loaded)) {
    if (name.includes(values.only)) timings.push(await measure(bench, name, Number(values.runs), query))
  }
  printTable(
    `Queries of the API on ${loaded.spans} spans, warm, ${values.runs} runs`,
    ['query', 'median ms', 'p95 ms', 'server CPU ms', 'rows'],
    timings.map(({ name, medianMs, p95Ms, cpuMs, rows }) => [name, medianMs, p95Ms, cpuMs, rows]),
  )
  const memory = await bench.memoryMib()
  console.log(`\nThe server holds ${memory.now.toFixed(0)} MiB; at most it held ${memory.most.toFixed(0)} MiB.`)
} finally {
  await bench.close()
  if (values['data-dir'] === undefined) await rm(dataDir, { recursive: true, force: true })
}
