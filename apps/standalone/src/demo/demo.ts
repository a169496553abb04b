import { setTimeout as pause } from 'node:timers/promises'
import { PyflareError } from '@pyflare/observe'
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
  /** Tells a person how far the demo is. */
  say: (line: string) => void
  /** Told up to where the story goes with what is sent next, so that a later demo can go on from there. */
  toldUntil: (at: Date) => Promise<void>
  /** Ends the traffic early, between two traces. */
  signal: AbortSignal
}

const MINUTE_MS = 60_000

/**
 * Sends the traffic of a shop's four AI applications: what happened until now at once, then some minutes live. Rejects with
 * `unavailable` where it is not taken.
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  await tellAll(options).catch((cause: unknown) => {
    throw new PyflareError(
      'unavailable',
      `The demo can't send to ${options.otlpHttpUrl}: ${reasonOf(cause)}. Does PyFlare run there, and is the key one of its project keys?`,
      { cause },
    )
  })
}

/** The SDK rejects with a list where several exporters may have failed. */
function reasonOf(cause: unknown): string {
  const reasons = [cause].flat().map((error) => (error instanceof Error ? error.message || error.name : String(error)))
  return [...new Set(reasons)].join('; ')
}

async function tellAll(options: DemoOptions): Promise<void> {
  const { from, liveMinutes, say, signal } = options
  // Another story each time: who answered twice with the same response id would be taken for one who answered once.
  const random = new Random(from.getTime())
  const to = new Date()
  const startedAt = performance.now()
  say(`Demo: sending the history of ${lengthOf(from, to)}, then ${liveMinutes} minutes of live traffic.`)
  const spans = await tellHistory({ ...options, random, to })
  if (signal.aborted) return
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  say(`Demo: the history is there, ${spans} spans in ${seconds} s. Now live for ${liveMinutes} minutes.`)
  const traces = await goLive(options, random)
  say(`Demo: the live traffic has ${signal.aborted ? 'stopped' : 'ended'} after ${traces} traces. What it sent stays.`)
}

/** Returns how many traces it told. */
async function goLive(options: DemoOptions, random: Random): Promise<number> {
  const { liveMinutes, signal, toldUntil } = options
  const emitter = new Emitter(options, 'present')
  const endsAt = Date.now() + liveMinutes * MINUTE_MS
  let traces = 0
  try {
    while (Date.now() < endsAt && !signal.aborted) {
      const now = new Date()
      const plan = somePlan(random, now, now)
      await toldUntil(now)
      // A trace is told when it ends, which is now.
      emitter.emit(plan, new Date(now.getTime() - durationOf(plan.root)))
      traces++
      await pause(random.between(1000, 6000), undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await emitter.shutdown()
  }
  return traces
}

function lengthOf(from: Date, to: Date): string {
  const minutes = Math.round((to.getTime() - from.getTime()) / MINUTE_MS)
  if (minutes < 120) return `${minutes} minutes`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 60 / 24)} days`
}
