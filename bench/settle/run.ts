/**
 * Sends telemetry to the product at a steady rate and measures how long after its last span a trace's settled row is there.
 *
 *   npm run bench:settle -- [--rate 5000] [--seconds 60] [--warm-up 20]
 *
 * Bodies are serialized before; the product runs in a process of its own, from its sources. A trace is eight spans: seven in
 * one request, the root in another one second later. Only Linux, for what the processes use is read from /proc.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Announcement, spawnPlatform } from '../../apps/standalone/test/spawned-platform.ts'
import { printTable } from '../store/print-table.ts'
import { BodyTemplate, newIds, SPANS_PER_TRACE, TRACES_PER_BODY, type TraceIds } from './body-template.ts'
import { costOf } from './process-cost.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    'warm-up': { type: 'string', default: '20' },
  },
})
const rate = Number(values.rate)
const seconds = Number(values.seconds)
const warmUp = Number(values['warm-up'])
const SPANS_PER_BODY = SPANS_PER_TRACE * TRACES_PER_BODY
const ROOT_AFTER_MS = 1_000
const SAMPLE_EVERY_MS = 2_000
/** Each asking costs the product as much as several spans. */
const POLL_MS = 250
const GIVE_UP_MS = 60_000

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

function post({ otlp_http, project_key }: Announcement, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'x-api-key': project_key ?? '' }
    const sent = request(`${otlp_http}/v1/traces`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
}

/** Milliseconds from `sentMs` until the trace's row counts all its spans. */
async function becomesSettled({ url, project_key }: Announcement, traceId: string, sentMs: number): Promise<number> {
  while (performance.now() - sentMs < GIVE_UP_MS) {
    const answer = await fetch(`${url}/api/v1/traces/${traceId}`, { headers: { 'x-api-key': project_key ?? '' } })
    const trace = (await answer.json()) as { span_count?: number; root_seen?: boolean; cost_usd?: number | null }
    const isWhole = trace.span_count === SPANS_PER_TRACE && trace.root_seen === true && trace.cost_usd !== null
    if (isWhole) return performance.now() - sentMs
    await pause(POLL_MS)
  }
  return Number.POSITIVE_INFINITY
}

const dataDir = await mkdtemp(join(tmpdir(), 'pyflare-bench-settle-'))
const platform = await spawnPlatform(dataDir)
try {
  const { announcement } = platform
  const templates = Array.from({ length: 10 }, (_, at) => new BodyTemplate(`service-${at}`))
  const bodyEveryMs = (SPANS_PER_BODY / rate) * 1000
  const rootsAfter = Math.max(1, Math.round(ROOT_AFTER_MS / bodyEveryMs))
  const sampleEvery = Math.max(1, Math.round(SAMPLE_EVERY_MS / bodyEveryMs))
  const total = Math.ceil(((warmUp + seconds) * 1000) / bodyEveryMs)
  const firstMeasured = Math.ceil((warmUp * 1000) / bodyEveryMs)
  const begun: TraceIds[] = []
  const statuses = new Map<number, number>()
  const delays: Promise<number>[] = []
  const answers: Promise<void>[] = []
  const ackMs: number[] = []
  const loadBefore = loadavg()[0] ?? 0
  let before = costOf(platform.process.pid ?? 0)
  const startMs = performance.now()
  let measuredFromMs = startMs
  for (let number = 0; number < total; number++) {
    const waitMs = startMs + number * bodyEveryMs - performance.now()
    if (waitMs > 0) await pause(waitMs)
    if (number === firstMeasured) {
      before = costOf(platform.process.pid ?? 0)
      measuredFromMs = performance.now()
    }
    const ids = newIds()
    begun.push(ids)
    const ended = begun[number - rootsAfter] ?? newIds()
    const template = templates[number % templates.length]
    if (template === undefined) break
    const body = template.make(ids, ended, BigInt(Date.now()) * 1_000_000n)
    const sentMs = performance.now()
    answers.push(
      post(announcement, body).then((status) => {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        ackMs.push(performance.now() - sentMs)
        const isSample = number % sampleEvery === 0 && number >= firstMeasured && number >= rootsAfter
        const traceId = ended.traces[0]?.toString('hex')
        if (isSample && traceId !== undefined) delays.push(becomesSettled(announcement, traceId, performance.now()))
      }),
    )
  }
  await Promise.all(answers)
  const tookMs = performance.now() - startMs
  const after = costOf(platform.process.pid ?? 0)
  const measuredSeconds = (performance.now() - measuredFromMs) / 1000
  const measuredSpans = (total - firstMeasured) * SPANS_PER_BODY
  const settled = (await Promise.all(delays)).sort((a, b) => a - b)
  const quantile = (list: number[], share: number) =>
    list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0
  ackMs.sort((a, b) => a - b)
  const okay = statuses.get(200) ?? 0
  printTable(
    `Freshness at ${rate} spans/s for ${seconds} s (after ${warmUp} s); load before ${loadBefore.toFixed(1)}, after ${loadavg()[0]?.toFixed(1)}`,
    ['what', 'median', 'p95', 'p99', 'max'],
    [
      ['acknowledged, ms', ...[0.5, 0.95, 0.99, 1].map((share) => quantile(ackMs, share))],
      [
        `settled after the last span, ms (${settled.length})`,
        ...[0.5, 0.95, 0.99, 1].map((share) => quantile(settled, share)),
      ],
    ],
  )
  console.log(`\nAnswers by status: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}.`)
  console.log(`Acknowledged: ${Math.round((okay * SPANS_PER_BODY) / (tookMs / 1000))} spans/s.`)
  printTable(
    'What it took',
    ['process', 'cores', 'us/span', 'MiB'],
    Object.entries(after).map(([kind, { cpuSeconds, memoryMib }]) => {
      const used = cpuSeconds - (before[kind]?.cpuSeconds ?? 0)
      return [kind, used / measuredSeconds, (used / measuredSpans) * 1e6, memoryMib]
    }),
  )
} finally {
  agent.destroy()
  await platform.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}
