import type { RetryOptions } from '../write/retry.ts'
import type { Settler } from './settle-traces.ts'
import { type TouchedTraces, touch, unread } from './touched-traces.ts'

interface Waiting {
  touched: TouchedTraces
  options: RetryOptions
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Settles for several partitions at once. What a settling asks of the store costs much the same for a few traces as for
 * many: so while one is under way the others gather, and are then settled as one.
 */
export class SettleTogether {
  #waiting: Waiting[] = []
  #isRunning = false

  constructor(private readonly settler: Pick<Settler, 'settle'>) {}

  /** Resolves and rejects as `Settler.settle` does, for these traces alone. */
  settle(touched: TouchedTraces, options: RetryOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ touched, options, resolve, reject })
      if (!this.#isRunning) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      const [first, ...others] = group
      if (first !== undefined && others.length === 0) await this.#settleAlone(first)
      else await this.#settleGroup(group)
    }
    this.#isRunning = false
  }

  /** Where it fails, for one that was told to stop or lost its partition, each is settled by itself: the others go on. */
  async #settleGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.settler.settle(merge(group), together(group))
    } catch {
      for (const one of group) {
        const touched = new Map([...one.touched].map(([projectId, traces]) => [projectId, unread(traces)]))
        await this.#settleAlone({ ...one, touched })
      }
      return
    }
    for (const { resolve } of group) resolve()
  }

  async #settleAlone({ touched, options, resolve, reject }: Waiting): Promise<void> {
    try {
      await this.settler.settle(touched, options)
      resolve()
    } catch (error) {
      reject(error)
    }
  }
}

function merge(group: readonly Waiting[]): TouchedTraces {
  const all: TouchedTraces = new Map()
  for (const { touched } of group) {
    for (const [projectId, traces] of touched) {
      for (const [traceId, by] of traces) touch(all, projectId, traceId, by)
    }
  }
  return all
}

function together(group: readonly Waiting[]): RetryOptions {
  const options = group.map((one) => one.options)
  return {
    ...(options[0] as RetryOptions),
    signal: AbortSignal.any(options.map(({ signal }) => signal)),
    heartbeat: async () => {
      await Promise.all(options.map(({ heartbeat }) => heartbeat()))
    },
  }
}
