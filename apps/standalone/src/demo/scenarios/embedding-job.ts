import type { Moment } from '../cast.ts'
import { embeddingCall } from '../model-call.ts'
import type { SpanPlan, TracePlan } from '../plan.ts'
import type { Random } from '../random.ts'

/** A job that embeds new product texts in batches. */
export function embeddingJob(random: Random, { release }: Moment): TracePlan {
  const batches = random.integer(3, 9)
  const fails = random.chance(0.08)
  return {
    service: 'catalogue-indexer',
    release,
    environment: 'production',
    root: {
      name: 'embed_products',
      kind: 'internal',
      selfMs: random.duration(120),
      attributes: { 'pyflare.feature.id': 'search', 'pyflare.team': 'catalogue', 'job.batches': batches },
      logs: [
        ...(fails ? [FAILED_LOG] : []),
        { severity: 'INFO', body: `${batches * 64} product texts embedded`, attributes: { batches } },
      ],
      children: Array.from({ length: batches }, (_, batch) => embeddedBatch(random, fails && batch === 1)).flat(),
    },
  }
}

const FAILURE = { type: 'APIConnectionError', message: 'Connection reset by peer' }
const FAILED_LOG = { severity: 'WARN', body: 'a batch failed, it is sent again' } as const

/** The calls of one batch: one that fails is made again after a while. */
function embeddedBatch(random: Random, fails: boolean): SpanPlan[] {
  const call = embeddingCall(random, random.integer(12_000, 40_000))
  return fails
    ? [
        { ...call, selfMs: 3000, error: FAILURE },
        { ...call, waitMs: 1000 },
      ]
    : [call]
}
