import { setTimeout as pause } from 'node:timers/promises'
import { Emitter } from './emitter.ts'
import { durationOf } from './plan.ts'
import type { Destination } from './providers.ts'
import { Random } from './random.ts'
import { somePlan } from './story.ts'
import { tellHistory } from './tell-history.ts'

export interface DemoOptions extends Destination {
  /** Where the API answers: the history waits for what it sent to be shown, so that it is never far ahead of the store. */
  url: string
  /** Where the history begins. */
  from: Date
  /** How long to go on with live traffic afterwards. */
  liveMinutes: number
  seed: number
  /** Tells a person how far the demo is. */
  say: (line: string) => void
  /** Told up to where the story is sent, so that a later demo can go on from there. */
  toldUntil: (at: Date) => Promise<void>
  /** Ends the traffic early, between two traces. */
  signal: AbortSignal
}

const HOUR_MS = 3_600_000

/** Sends the traffic of a shop's four AI applications: what happened until now at once, then some minutes live. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { from, liveMinutes, say, signal, toldUntil } = options
  const random = new Random(options.seed)
  const to = new Date()
  const startedAt = performance.now()
  say(`Demo: sending the history of ${lengthOf(from, to)}, then ${liveMinutes} minutes of live traffic.`)
  const spans = await tellHistory({ ...options, random, to })
  if (signal.aborted) return
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  say(`Demo: the history is there, ${spans} spans in ${seconds} s. Now live for ${liveMinutes} minutes.`)
  const traces = await goLive(options, random)
  await toldUntil(new Date())
  say(`Demo: the live traffic has ${signal.aborted ? 'stopped' : 'ended'} after ${traces} traces. What it sent stays.`)
}

/** Returns how many traces it told. */
async function goLive(options: DemoOptions, random: Random): Promise<number> {
  const { liveMinutes, signal } = options
  const emitter = new Emitter(options, 'present')
  const endsAt = Date.now() + liveMinutes * 60_000
  let traces = 0
  try {
    while (Date.now() < endsAt && !signal.aborted) {
      const now = new Date()
      const plan = somePlan(random, now, now)
      // A trace is told when it ends, which is now.
      emitter.emit(plan, new Date(now.getTime() - durationOf(plan.root)))
      traces++
      await pause(random.between(200, 1500), undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await emitter.shutdown()
  }
  return traces
}

function lengthOf(from: Date, to: Date): string {
  const hours = Math.round((to.getTime() - from.getTime()) / HOUR_MS)
  return hours >= 48 ? `${Math.round(hours / 24)} days` : `${hours} hours`
}
