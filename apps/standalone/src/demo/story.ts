import { releaseAt } from './cast.ts'
import type { TracePlan } from './plan.ts'
import type { Random } from './random.ts'
import { embeddingJob } from './scenarios/embedding-job.ts'
import { ragChat } from './scenarios/rag-chat.ts'
import { supportAgent } from './scenarios/support-agent.ts'
import { ticketClassifier } from './scenarios/ticket-classifier.ts'

const DAY_MS = 86_400_000
const TRACES_PER_DAY = 1000

/** When the traces between two times began, oldest first: so do blocks of the store hold neighbours. */
export function momentsBetween(random: Random, from: Date, to: Date): Date[] {
  const lengthMs = Math.max(0, to.getTime() - from.getTime())
  const count = Math.round((lengthMs / DAY_MS) * TRACES_PER_DAY)
  return Array.from({ length: count }, () => new Date(from.getTime() + random.next() * lengthMs))
    .filter((at) => random.chance(rhythm(at)))
    .sort((a, b) => a.getTime() - b.getTime())
}

/** What one of the shop's four applications did at a moment of a story that ends at `endsAt`. */
export function somePlan(random: Random, at: Date, endsAt: Date): TracePlan {
  const moment = { at, release: releaseAt(at, endsAt) }
  const roll = random.next()
  if (roll < 0.4) return supportAgent(random, moment)
  if (roll < 0.75) return ragChat(random, moment)
  if (roll < 0.97) return ticketClassifier(random, moment)
  return embeddingJob(random, moment)
}

/** How busy an hour is, 0 to 1: quiet nights, a peak before noon and one in the evening, calmer weekends. */
function rhythm(at: Date): number {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60
  const day = 0.12 + 0.7 * Math.exp(-((hour - 11) ** 2) / 14) + 0.55 * Math.exp(-((hour - 19) ** 2) / 8)
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
  return Math.min(1, weekend ? day * 0.55 : day)
}
