import { embeddingCall } from '../model-call.ts'
import type { TracePlan } from '../plan.ts'
import type { Random } from '../random.ts'

/** A job that embeds new product texts in batches. */
export function embeddingJob(random: Random, release: string): TracePlan {
  const batches = random.integer(3, 9)
  return {
    service: 'catalogue-indexer',
    release,
    environment: 'production',
    root: {
      name: 'embed_products',
      kind: 'internal',
      selfMs: random.duration(120),
      attributes: { 'pyflare.feature.id': 'search', 'pyflare.team': 'catalogue', 'job.batches': batches },
      logs: [{ severity: 'INFO', body: `${batches * 64} product texts embedded`, attributes: { batches } }],
      children: Array.from({ length: batches }, () => embeddingCall(random, random.integer(12_000, 40_000))),
    },
  }
}
