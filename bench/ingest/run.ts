/**
 * What a span costs until it is acknowledged, and with `--whole` until it is stored and settled.
 *
 *   npm run bench:ingest -- [--seconds 10] [--rounds 3] [--against <another checkout>] [--whole]
 *                           [--rate <spans/s>] [--connections 4] [--spans 400] [--dialect <pattern>]
 *
 * Bodies are serialized before; each product runs in a process of its own, from its sources. With `--against` the two checkouts take
 * turns, so that what else the machine does falls on both: compare the processor time, not the clock's. Only Linux, for what
 * processes use is read from /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { costOf } from '../settle/process-cost.ts'
import { printTable } from '../store/print-table.ts'
import { makeBodies } from './bodies.ts'
import { type Sent, send, type Target } from './send.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    against: { type: 'string' },
    whole: { type: 'boolean', default: false },
    rate: { type: 'string', default: '0' },
    connections: { type: 'string', default: '4' },
    spans: { type: 'string', default: '400' },
    dialect: { type: 'string', default: '' },
  },
})
const BODIES = 24
const WARM_UP_SECONDS = 5
const IDLE_SECONDS = 5
const HERE = fileURLToPath(new URL('../..', import.meta.url))

interface Product {
  name: string
  target: Target
  process: ChildProcess
  end: () => Promise<unknown>
  sent: Sent[]
  /** Processor microseconds by process, summed over rounds. */
  cpu: Map<string, number>
}

/** The receiving half alone: what the collector itself does. */
async function startReceiver(name: string, checkout: string): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-bench-ingest-'))
  const script = fileURLToPath(new URL('receiver.ts', import.meta.url))
  const args = ['--conditions=development', '--import', 'tsx', script, checkout, dataDir]
  const child = spawn(process.execPath, args, { cwd: checkout, stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const end = async () => {
    child.stdin.end()
    await once(child, 'exit')
    await rm(dataDir, { recursive: true, force: true })
  }
  return { name, target: JSON.parse(line) as Target, process: child, end, sent: [], cpu: new Map() }
}

/** All of the product, its servers among it. */
async function startWhole(name: string, checkout: string): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-bench-ingest-'))
  const spawned = pathToFileURL(`${checkout}/apps/standalone/test/spawned-platform.ts`).href
  const { spawnPlatform } = (await import(spawned)) as typeof import('../../apps/standalone/test/spawned-platform.ts')
  const platform = await spawnPlatform(dataDir)
  const end = async () => {
    await platform.end('SIGTERM')
    await rm(dataDir, { recursive: true, force: true })
  }
  return { name, target: platform.announcement, process: platform.process, end, sent: [], cpu: new Map() }
}

async function round(product: Product, seconds: number): Promise<void> {
  const pid = product.process.pid ?? 0
  const before = costOf(pid)
  const options = { connections: Number(values.connections), seconds, spansPerSecond: Number(values.rate) }
  product.sent.push(await send(product.target, bodies, options))
  if (values.whole) await pause(IDLE_SECONDS * 1000)
  for (const [kind, { cpuSeconds }] of Object.entries(costOf(pid))) {
    const used = (cpuSeconds - (before[kind]?.cpuSeconds ?? 0)) * 1e6
    product.cpu.set(kind, (product.cpu.get(kind) ?? 0) + used)
  }
}

function rowsOf({ name, sent, cpu }: Product): (string | number)[] {
  const spans = sent.reduce((sum, each) => sum + each.spans, 0)
  const seconds = sent.reduce((sum, each) => sum + each.seconds, 0)
  const ackMs = sent.flatMap((each) => each.ackMs).sort((left, right) => left - right)
  const at = (share: number) => ackMs[Math.min(ackMs.length - 1, Math.floor(ackMs.length * share))] ?? 0
  const costs = [...cpu].filter(([, used]) => used > 0).map(([kind, used]) => `${kind} ${(used / spans).toFixed(1)}`)
  const all = [...cpu.values()].reduce((sum, used) => sum + used, 0) / spans
  return [name, spans, spans / seconds, all, costs.join(', '), at(0.5), at(0.99)]
}

const bodies = makeBodies(BODIES, Number(values.spans), 1, new RegExp(values.dialect))
const bytes = bodies.reduce((sum, body) => sum + body.bytes.length, 0) / (BODIES * Number(values.spans))
const start = values.whole ? startWhole : startReceiver
const products = [await start('here', HERE)]
if (values.against !== undefined) products.push(await start('against', resolve(values.against)))
try {
  for (const product of products) await round(product, WARM_UP_SECONDS)
  for (const product of products) Object.assign(product, { sent: [], cpu: new Map() })
  for (let left = Number(values.rounds); left > 0; left--) {
    for (const product of products) await round(product, Number(values.seconds))
  }
} finally {
  for (const product of products) await product.end()
}
printTable(
  `${values.whole ? 'Stored and settled' : 'Acknowledged'} spans of ${bytes.toFixed(0)} bytes, ${values.spans} a request; load ${loadavg()[0]?.toFixed(1)}`,
  ['checkout', 'spans', 'spans/s', 'CPU us/span', 'of which', 'ack p50 ms', 'ack p99 ms'],
  products.map(rowsOf),
)
