import type { CompactSpan, ContentLog } from '@pyflare/domain'
import { createLogger, errorCode, PyflareError } from '@pyflare/observe'
import { MemorySettlement, type Step } from './memory-settlement.fixture.ts'
import { Settler } from './settle-traces.ts'
import { type TouchedTraces, touch } from './touched-traces.ts'

export interface Delivery {
  spans: readonly CompactSpan[]
  logs: readonly ContentLog[]
}

/** A block of a partition: what it inserts, and the traces that it is asked to settle. */
interface Block extends Delivery {
  requests: readonly string[]
}

interface Waiting {
  go: () => void
  stop: () => void
}

const logger = createLogger({ level: 'silent', pretty: false, descriptor: 2 })
const PROJECT = 'p'

/**
 * Writers of several partitions of spans and one of logs, over one memory: each step of each waits until it is chosen, and
 * any step may be a writer's last. A writer that was stopped begins its block again, as the log delivers it again.
 */
export class ManyWriters {
  readonly memory = new MemorySettlement()
  /** Partitions of spans; the last one is that of logs. */
  readonly #queues: Block[][]
  readonly #waiting: Waiting[] = []
  readonly #inserted = new Set<Block>()
  readonly #begun = new Set<Block>()
  /** By partition. What one knows is gone when it is stopped. */
  readonly #settlers = new Map<number, Settler>()
  #crashes: number

  /** `random` gives whole numbers below its argument. */
  constructor(
    private readonly partitions: number,
    private readonly random: (below: number) => number,
    crashes: number,
  ) {
    this.#queues = Array.from({ length: partitions + 1 }, () => [])
    this.#crashes = crashes
  }

  /** Spans go to the partitions of their traces, logs to theirs. */
  deliver({ spans, logs }: Delivery): void {
    for (let partition = 0; partition < this.partitions; partition++) {
      const own = spans.filter(({ traceId }) => this.#partitionOf(traceId) === partition)
      if (own.length > 0) this.#queues[partition]?.push({ spans: own, logs: [], requests: [] })
    }
    if (logs.length > 0) this.#queues[this.partitions]?.push({ spans: [], logs, requests: [] })
  }

  /** Resolves when everything that was delivered, and all that followed from it, is done. */
  async run(): Promise<void> {
    let running = this.#queues.length
    const writers = this.#queues.map(async (_, partition) => {
      await this.#write(partition)
      running--
    })
    for (;;) {
      await settled()
      if (this.#waiting.length > 0) {
        const [next] = this.#waiting.splice(this.random(this.#waiting.length), 1)
        if (this.#crashes > 0 && this.random(8) === 0) {
          this.#crashes--
          next?.stop()
        } else {
          next?.go()
        }
      } else if (running === 0) {
        await Promise.all(writers)
        if (this.#queues.every((queue) => queue.length === 0)) return
        return this.run()
      }
    }
  }

  async #write(partition: number): Promise<void> {
    const queue = this.#queues[partition] ?? []
    for (let block = queue[0]; block !== undefined; block = queue[0]) {
      try {
        await this.#handle(block, partition)
        queue.splice(queue.indexOf(block), 1)
      } catch (error) {
        if (errorCode(error) !== 'stale_member') throw error
        this.#settlers.delete(partition)
      }
    }
  }

  async #handle(block: Block, partition: number): Promise<void> {
    const step: Step = (effect) => this.#step(effect)
    const isAgain = this.#begun.has(block)
    this.#begun.add(block)
    await step(() => {
      if (this.#inserted.has(block)) return
      this.#inserted.add(block)
      this.memory.insert(block.spans, block.logs)
    })
    const touched: TouchedTraces = new Map()
    for (const { traceId } of block.logs) touch(touched, PROJECT, traceId)
    const request = (traces: TouchedTraces) => step(() => this.#request(traces))
    if (touched.size > 0) return request(touched)
    for (const span of block.spans) {
      touch(touched, PROJECT, span.traceId, { records: 1, arrived: isAgain ? undefined : [span] })
    }
    for (const traceId of block.requests) touch(touched, PROJECT, traceId)
    const store = this.memory.store(step)
    const settler = this.#settlers.get(partition) ?? new Settler({ store, logger, request, putOff: request })
    this.#settlers.set(partition, settler)
    const heartbeat = () => Promise.resolve()
    await settler.settle(touched, { logger, heartbeat, signal: new AbortController().signal })
  }

  #request(traces: TouchedTraces): void {
    for (const traceId of traces.get(PROJECT)?.keys() ?? []) {
      this.#queues[this.#partitionOf(traceId)]?.push({ spans: [], logs: [], requests: [traceId] })
    }
  }

  /** A step that is a writer's last has happened or has not: nobody knows. */
  #step<Result>(effect: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        go: () => resolve(effect()),
        stop: () => {
          if (this.random(2) === 0) effect()
          reject(new PyflareError('stale_member', 'The writer was stopped.'))
        },
      })
    })
  }

  #partitionOf(traceId: string): number {
    return Number.parseInt(traceId.slice(-4), 16) % this.partitions
  }
}

/** Lets everything that can go on without a step go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
