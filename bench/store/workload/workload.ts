import type { TraceFacts } from '@pyflare/domain'
import { LogBatchSchema, MetricBatchSchema, TraceBatchSchema } from '@pyflare/proto'
import { makeCast } from './cast.ts'
import { Conversations } from './conversation.ts'
import { type LogInit, makeLogs } from './make-logs.ts'
import { type MetricInit, MetricSource } from './make-metrics.ts'
import { makeLongTrace, makeTrace, type TraceMaterial } from './make-trace.ts'
import { otlpBytes } from './otlp-bytes.ts'
import { Prose } from './prose.ts'
import { Random } from './random.ts'
import { createBatchEncoder } from './record-encoder.ts'
import type { SpanInit } from './span-maker.ts'
import { factsOf } from './trace-facts.ts'
import type { Traffic } from './traffic.ts'

export interface WorkloadOptions {
  spans: number
  projects: number
  hours: number
  traffic: Traffic
  /** The workload ends here. */
  endsAt: Date
}

/** What one insert of each signal carries, and what settling then says of the traces. */
export interface Block {
  traces: Encoded
  logs: Encoded
  metrics: Encoded
  facts: Map<string, TraceFacts[]>
  /** Some of the spans, and how many bytes of OTLP they were. */
  sample: { spans: number; otlpBytes: number }
}

export interface Encoded {
  rows: number
  batches: Uint8Array[]
}

const SEED = 20_261_120
const RECORDS_PER_BATCH = 500
/** Spans of a block that are encoded as OTLP too. */
const SAMPLE = 1_000
const METRIC_INTERVAL_NS = 60_000_000_000n
const SECOND_TIMES = 0.2

/** Blocks of telemetry in order of time, the projects mixed, made one at a time: memory holds one block. */
export class Workload {
  readonly startNs: bigint
  readonly #random = new Random(SEED)
  readonly #materials: TraceMaterial[]
  readonly #metrics: MetricSource[]

  constructor(readonly options: WorkloadOptions) {
    this.startNs = BigInt(options.endsAt.getTime() - options.hours * 3_600_000) * 1_000_000n
    const random = this.#random
    const prose = new Prose(random)
    const { traffic } = options
    this.#materials = Array.from({ length: options.projects }, (_, number) => {
      const cast = makeCast(number, random, prose, traffic)
      return { cast, random, prose, traffic, conversations: new Conversations(cast, random, prose, traffic) }
    })
    this.#metrics = this.#materials.map(({ cast }) => new MetricSource(cast, random, this.startNs))
  }

  /** The blocks from a number on. Each is the same, whichever were made before it. */
  *blocks(first: number): Generator<Block> {
    const { spans, hours, traffic } = this.options
    const { spansPerBlock } = traffic
    const blocks = Math.ceil(spans / spansPerBlock)
    const blockNs = (BigInt(hours) * 3_600_000_000_000n) / BigInt(blocks)
    for (let number = first; number < blocks; number++) {
      const from = this.startNs + BigInt(number) * blockNs
      this.#begin(number + 1)
      yield this.#block(from, blockNs, Math.min(spansPerBlock, spans - number * spansPerBlock))
    }
  }

  /** A block with one long trace, that begins half an hour before the end. */
  longTrace(spans: number): Block & { traceId: string; projectId: string } {
    this.#begin(-spans)
    const [material] = this.#materials
    if (material === undefined) throw new RangeError('There is no project.')
    const startNs = BigInt(this.options.endsAt.getTime() - 1_800_000) * 1_000_000n
    const made = new Assembly()
    const trace = makeLongTrace(material, startNs, spans)
    made.add(trace, [], 1)
    const traceId = Buffer.from(trace[0]?.traceId ?? []).toString('hex')
    return { ...made.finish(), traceId, projectId: material.cast.projectId }
  }

  #begin(number: number): void {
    this.#random.begin(SEED + number)
    for (const { conversations } of this.#materials) conversations.endAll()
  }

  #block(from: bigint, lengthNs: bigint, spans: number): Block {
    const random = this.#random
    const made = new Assembly()
    while (made.spans < spans) {
      const share = BigInt(Math.floor((made.spans / spans) * 1_000_000))
      const material = random.pick(this.#materials)
      const trace = makeTrace(material, from + (lengthNs * share) / 1_000_000n)
      made.add(trace, makeLogs(trace, random, material.prose), random.chance(SECOND_TIMES) ? 2 : 1)
    }
    for (let time = from; time < from + lengthNs; time += METRIC_INTERVAL_NS) {
      for (const source of this.#metrics) made.addMetrics(source.points(time))
    }
    return made.finish()
  }
}

/** Encodes records while they are made, by project, as the collector does. */
class Assembly {
  spans = 0
  readonly #traces = new Batches<SpanInit>(createBatchEncoder(TraceBatchSchema))
  readonly #logs = new Batches<LogInit>(createBatchEncoder(LogBatchSchema))
  readonly #metrics = new Batches<MetricInit>(createBatchEncoder(MetricBatchSchema))
  readonly #facts = new Map<string, TraceFacts[]>()
  readonly #sample: SpanInit[] = []

  /** `settlings`: how often the trace is settled; the row of each is kept until a merge. */
  add(trace: readonly SpanInit[], logs: readonly LogInit[], settlings: number): void {
    const project = trace[0]?.projectId ?? ''
    this.spans += trace.length
    if (this.#sample.length < SAMPLE) this.#sample.push(...trace)
    for (const span of trace) this.#traces.add(project, span)
    for (const log of logs) this.#logs.add(project, log)
    const facts = this.#facts.get(project) ?? []
    this.#facts.set(project, facts)
    const last = factsOf(trace, settlings)
    if (settlings > 1) facts.push({ ...last, index: { ...last.index, version: 1 }, entries: [] })
    facts.push(last)
  }

  addMetrics(points: readonly MetricInit[]): void {
    for (const point of points) this.#metrics.add(point.projectId ?? '', point)
  }

  finish(): Block {
    return {
      traces: this.#traces.finish(),
      logs: this.#logs.finish(),
      metrics: this.#metrics.finish(),
      facts: this.#facts,
      sample: { spans: this.#sample.length, otlpBytes: otlpBytes(this.#sample) },
    }
  }
}

class Batches<Item extends object> {
  readonly #encoded: Encoded = { rows: 0, batches: [] }
  readonly #waiting = new Map<string, Item[]>()

  constructor(private readonly encode: (items: Item[]) => Uint8Array) {}

  add(project: string, item: Item): void {
    const waiting = this.#waiting.get(project) ?? []
    this.#waiting.set(project, waiting)
    waiting.push(item)
    this.#encoded.rows++
    if (waiting.length < RECORDS_PER_BATCH) return
    this.#encoded.batches.push(this.encode(waiting))
    this.#waiting.delete(project)
  }

  finish(): Encoded {
    for (const waiting of this.#waiting.values()) this.#encoded.batches.push(this.encode(waiting))
    this.#waiting.clear()
    return this.#encoded
  }
}
