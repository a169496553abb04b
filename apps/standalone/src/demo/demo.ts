import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@pyflare/observe'
import { releaseAt } from './cast.ts'
import { Emitter, type EmitterOptions } from './emitter.ts'
import type { TracePlan } from './plan.ts'
import { Random } from './random.ts'
import { embeddingJob } from './scenarios/embedding-job.ts'
import { ragChat } from './scenarios/rag-chat.ts'
import { supportAgent } from './scenarios/support-agent.ts'
import { ticketClassifier } from './scenarios/ticket-classifier.ts'

export interface DemoOptions extends EmitterOptions {
  /** How much history to tell first. */
  backfillDays: number
  /** How long to go on with live traffic afterwards. */
  liveMinutes: number
  seed: number
  logger: Logger
  /** Ends the traffic early, between two traces. */
  signal: AbortSignal
}

const DAY_MS = 86_400_000
const TRACES_PER_DAY = 1500
const FLUSH_EVERY_SPANS = 4000

/** Sends the traffic of a shop's four AI applications: a week of history at once, then some minutes live. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { logger, signal, backfillDays, liveMinutes } = options
  const random = new Random(options.seed)
  const emitter = new Emitter(options)
  const startedAt = new Date()
  try {
    const spans = await backfill(emitter, random, startedAt, backfillDays, signal)
    logger.info({ spans, days: backfillDays }, 'The demo told its history.')
    await goLive(emitter, random, liveMinutes, signal)
  } finally {
    await emitter.shutdown()
  }
}

async function backfill(
  emitter: Emitter,
  random: Random,
  endsAt: Date,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  let told = 0
  let unflushed = 0
  for (let index = 0; index < days * TRACES_PER_DAY && !signal.aborted; index++) {
    const at = new Date(endsAt.getTime() - random.next() * days * DAY_MS)
    if (!random.chance(rhythm(at))) continue
    const spans = emitter.emit(somePlan(random, releaseAt(at, endsAt)), at)
    told += spans
    unflushed += spans
    if (unflushed >= FLUSH_EVERY_SPANS) {
      await emitter.flush()
      unflushed = 0
    }
  }
  await emitter.flush()
  return told
}

async function goLive(emitter: Emitter, random: Random, minutes: number, signal: AbortSignal): Promise<void> {
  const endsAt = Date.now() + minutes * 60_000
  while (Date.now() < endsAt && !signal.aborted) {
    const now = new Date()
    emitter.emit(somePlan(random, releaseAt(now, now)), new Date(now.getTime() - 5000))
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
