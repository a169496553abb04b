import { TOPICS } from '@pyflare/domain'
import type { MessageBatch, Subscription } from '@pyflare/event-log'
import { errorCode, type Service } from '@pyflare/observe'
import type { OtlpSignal } from '@pyflare/otlp'
import type { Signal } from '@pyflare/proto'
import type { Runtime } from '@pyflare/runtime'
import { countStored } from '../intake/count-stored.ts'
import { IntakeCounts } from '../intake/intake-counts.ts'
import { SettleDebts } from '../settle/settle-debts.ts'
import { addRequested, requestSettling } from '../settle/settle-requests.ts'
import { SettleTogether } from '../settle/settle-together.ts'
import { Settler } from '../settle/settle-traces.ts'
import { arrivals, type TouchedTraces, tracesOfContentLogs, tracesOfSpans } from '../settle/touched-traces.ts'
import type { Block } from './block.ts'
import { insertBlock } from './insert-block.ts'
import { PartitionWriter } from './partition-writer.ts'
import { type RetryOptions, retry } from './retry.ts'
import { measureLag, type WriteLag } from './write-lag.ts'

export interface WriteRole extends Service {
  writeLag(): Promise<WriteLag>
}

export interface WriteRoleOptions {
  maxBatchBytes: number
  /** How long a block waits for more: part of the two seconds in which a span becomes visible. */
  maxWaitMs: number
  pauses?: Pick<RetryOptions, 'firstPauseMs' | 'longestPauseMs'>
  /** Where it is counted how long telemetry took to the store. */
  counts?: Pick<IntakeCounts, 'add'>
  /** Milliseconds since 1970. */
  now?: () => number
}

type WriteRuntime = Pick<Runtime, 'eventLog' | 'telemetry' | 'logger'>

export const WRITE_DEFAULTS: WriteRoleOptions = { maxBatchBytes: 16 << 20, maxWaitMs: 500 }

const WRITER_GROUP = 'writer'
/** In which a full log may have room again. */
const LATER_MS = 1_000
const SIGNALS: readonly [topic: string, signal: Signal][] = [
  [TOPICS.traces, 'trace'],
  [TOPICS.logs, 'log'],
  [TOPICS.metrics, 'metric'],
  [TOPICS.evaluations, 'evaluation'],
  [TOPICS.intake, 'intake'],
]
/** What is counted of what is stored. */
const COUNTED: Partial<Record<Signal, OtlpSignal>> = { trace: 'traces', log: 'logs', metric: 'metrics' }

/** Brings what the log holds into the store, exactly once, and settles the traces it touched. */
export function createWriteRole(runtime: WriteRuntime, options: WriteRoleOptions = WRITE_DEFAULTS): WriteRole {
  return new Writing(runtime, options)
}

class Writing implements WriteRole {
  readonly name = 'write'
  readonly #settler: Settler
  readonly #together: SettleTogether
  readonly #debts: SettleDebts
  readonly #counts: Pick<IntakeCounts, 'add'>
  readonly #partitions = new Map<string, PartitionWriter>()
  /** Each tells of the end of our hold of a partition. */
  readonly #holds = new WeakSet<AbortSignal>()
  #subscriptions: Subscription[] = []
  #stopping = new AbortController()

  constructor(
    private readonly runtime: WriteRuntime,
    private readonly options: WriteRoleOptions,
  ) {
    const { telemetry, logger, eventLog } = runtime
    this.#counts = options.counts ?? new IntakeCounts()
    const waiting = async () => (await this.#lag([TOPICS.traces])).messagesBehind
    this.#debts = new SettleDebts({ store: telemetry.settlement, eventLog, topic: TOPICS.traces, waiting, logger })
    this.#settler = new Settler({
      store: telemetry.settlement,
      logger,
      request: (traces) => this.#request(traces),
      putOff: (traces, delayMs) => this.#debts.owe(traces, delayMs),
    })
    this.#together = new SettleTogether(this.#settler)
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController()
    const { maxBatchBytes, maxWaitMs } = this.options
    try {
      this.#debts.start()
      for (const [topic, signal] of SIGNALS) {
        const wanted = { topic, group: WRITER_GROUP, maxBatchBytes, maxWaitMs }
        const handle = (batch: MessageBatch) => this.#partition(topic, batch.partition, signal).handle(batch)
        this.#subscriptions.push(await this.runtime.eventLog.subscribe(wanted, handle))
      }
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** A block that the store does not take is given up, and comes again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const subscriptions = this.#subscriptions
    this.#subscriptions = []
    await Promise.all([...subscriptions.map((subscription) => subscription.stop()), this.#debts.stop()])
    this.#partitions.clear()
  }

  writeLag(): Promise<WriteLag> {
    return this.#lag(SIGNALS.map(([topic]) => topic))
  }

  #lag(topics: readonly string[]): Promise<WriteLag> {
    const oldestAtMs = (topic: string, partition: number) => this.#partitions.get(`${topic}/${partition}`)?.oldestAtMs
    return measureLag(this.runtime.eventLog, WRITER_GROUP, topics, oldestAtMs, this.#now())
  }

  #partition(topic: string, partition: number, signal: Signal): PartitionWriter {
    const key = `${topic}/${partition}`
    const known = this.#partitions.get(key)
    if (known !== undefined) return known
    const { logger } = this.runtime
    const write = (block: Block, batch: MessageBatch, isAgain: boolean) => this.#write(block, signal, batch, isAgain)
    const writer = new PartitionWriter({ topic, partition, logger, write })
    this.#partitions.set(key, writer)
    return writer
  }

  async #write(block: Block, signal: Signal, batch: MessageBatch, isAgain: boolean): Promise<void> {
    const { telemetry, logger } = this.runtime
    const retrying: RetryOptions = {
      ...this.options.pauses,
      logger,
      heartbeat: () => batch.heartbeat(),
      signal: AbortSignal.any([batch.signal, this.#stopping.signal]),
    }
    const now = () => this.#now()
    const isWhole = await insertBlock(block, { signal, writer: telemetry.writer, logger, retry: retrying, now })
    if (signal === 'trace') {
      this.#forgetAfter(batch.signal)
      const touched = isWhole && !isAgain ? arrivals(block.messages) : tracesOfSpans(block.messages)
      addRequested(touched, block.messages)
      await this.#together.settle(touched, retrying)
    }
    if (signal === 'log') {
      const touched = tracesOfContentLogs(block.messages)
      await retry(
        'requests to settle',
        () => this.#request(touched),
        () => false,
        retrying,
      )
    }
    const counted = COUNTED[signal]
    if (counted !== undefined) countStored(this.#counts, counted, block.messages, this.#now())
  }

  /** Once a partition may be another's, so may be the settling of its traces. */
  #forgetAfter(hold: AbortSignal): void {
    if (this.#holds.has(hold)) return
    this.#holds.add(hold)
    hold.addEventListener('abort', () => this.#settler.forget(), { once: true })
  }

  /** The log may be full, and room come when this very block is done: then the request is noted instead, and made later. */
  async #request(traces: TouchedTraces): Promise<void> {
    try {
      await requestSettling(this.runtime.eventLog, TOPICS.traces, traces)
    } catch (error) {
      if (errorCode(error) !== 'log_full') throw error
      await this.#debts.owe(traces, LATER_MS)
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)()
  }
}
