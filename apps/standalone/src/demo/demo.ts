import { setTimeout as pause } from 'node:timers/promises'
import { awaitVisible } from './await-visible.ts'
import { releaseAt } from './cast.ts'
import { Emitter, type EmitterOptions } from './emitter.ts'
import { durationOf, type TracePlan } from './plan.ts'
import { Random } from './random.ts'
import { embeddingJob } from './scenarios/embedding-job.ts'
import { ragChat } from './scenarios/rag-chat.ts'
import { supportAgent } from './scenarios/support-agent.ts'
import { ticketClassifier } from './scenarios/ticket-classifier.ts'

export interface DemoOptions extends EmitterOptions {
  /** Where the API answers: the history waits for what it sent to be shown, so that it is never far ahead of the store. */
  url: string
  /** How much history to tell first. */
  backfillDays: number
  /** How long to go on with live traffic afterwards. */
  liveMinutes: number
  seed: number
  /** Tells a person how far the demo is. */
  say: (line: string) => void
  /** Ends the traffic early, between two traces. */
  signal: AbortSignal
}

const DAY_MS = 86_400_000
const TRACES_PER_DAY = 1500
const FLUSH_EVERY_SPANS = 4000

/** Sends the traffic of a shop's four AI applications: a week of history at once, then some minutes live. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { backfillDays, liveMinutes, say, signal } = options
  const random = new Random(options.seed)
  const emitter = new Emitter(options)
  const began = Date.now()
  try {
    const told = await backfill(emitter, random, new Date(), options)
    if (signal.aborted) return
    const seconds = Math.round((Date.now() - began) / 1000)
    say(
      `Demo: ${backfillDays} days of history sent and shown, ${told} spans in ${seconds} s. Now live for ${liveMinutes} minutes.`,
    )
    await goLive(emitter, random, liveMinutes, signal)
  } finally {
    await emitter.shutdown()
  }
  if (!signal.aborted) say('Demo: the live traffic has ended. What it sent stays.')
}

async function backfill(emitter: Emitter, random: Random, endsAt: Date, options: DemoOptions): Promise<number> {
  const { url, projectKey, backfillDays, say, signal } = options
  const moments = momentsOf(random, endsAt, backfillDays)
  let told = 0
  let unflushed = 0
  for (const [index, at] of moments.entries()) {
    if (signal.aborted) return told
    const { traceId, spans } = emitter.emit(somePlan(random, releaseAt(at, endsAt)), at)
    told += spans
    unflushed += spans
    if (unflushed < FLUSH_EVERY_SPANS && index < moments.length - 1) continue
    await emitter.flush()
    await awaitVisible(url, projectKey, traceId, signal)
    say(`Demo: history, ${Math.round((100 * (index + 1)) / moments.length)} %`)
    unflushed = 0
  }
  return told
}

/** When the traces of the history began, oldest first: so do blocks of the store hold neighbours. */
function momentsOf(random: Random, endsAt: Date, days: number): Date[] {
  return Array.from({ length: days * TRACES_PER_DAY }, () => new Date(endsAt.getTime() - random.next() * days * DAY_MS))
    .filter((at) => random.chance(rhythm(at)))
    .sort((a, b) => a.getTime() - b.getTime())
}

async function goLive(emitter: Emitter, random: Random, minutes: number, signal: AbortSignal): Promise<void> {
  const endsAt = Date.now() + minutes * 60_000
  while (Date.now() < endsAt && !signal.aborted) {
    const now = new Date()
    const plan = somePlan(random, releaseAt(now, now))
    // A trace is told when it ends, which is now.
    emitter.emit(plan, new Date(now.getTime() - durationOf(plan.root)))
    await pause(random.between(200, 1500), undefined, { signal }).catch(() => undefined)
  }
}

/** How busy an hour is, 0 to 1: quiet nights, a peak before noon and one in the evening, calmer weekends. */
function rhythm(at: Date): number {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60
  const day = 0.12 + 0.7 * Math.exp(-((hour - 11) ** 2) / 14) + 0.55 * Math.exp(-((hour - 19) ** 2) / 8)
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
  return Math.min(1, weekend ? day * 0.55 : day)
}

function somePlan(random: Random, release: string): TracePlan {
  const roll = random.next()
  if (roll < 0.4) return supportAgent(random, release)
  if (roll < 0.75) return ragChat(random, release)
  if (roll < 0.97) return ticketClassifier(random, release)
  return embeddingJob(random, release)
}
