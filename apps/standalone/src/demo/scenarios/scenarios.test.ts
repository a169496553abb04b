import { expect, test } from 'vitest'
import type { Moment } from '../cast.ts'
import { durationOf, type SpanPlan, type TracePlan } from '../plan.ts'
import { Random } from '../random.ts'
import { embeddingJob } from './embedding-job.ts'
import { ragChat } from './rag-chat.ts'
import { supportAgent } from './support-agent.ts'
import { ticketClassifier } from './ticket-classifier.ts'

const scenarios: Record<string, (random: Random, moment: Moment) => TracePlan> = {
  supportAgent,
  ragChat,
  ticketClassifier,
  embeddingJob,
}
const spansOf = (span: SpanPlan): SpanPlan[] => [span, ...(span.children ?? []).flatMap(spansOf)]
const tell = (scenario: (random: Random, moment: Moment) => TracePlan, seed: number) =>
  scenario(new Random(seed), { release: '2.41.0', at: new Date('2026-03-01T10:00:00Z') })

test.each(Object.entries(scenarios))(
  '%s tells the same story for the same seed, and another for another',
  (_name, scenario) => {
    expect(tell(scenario, 7)).toEqual(tell(scenario, 7))
    expect(tell(scenario, 7)).not.toEqual(tell(scenario, 8))
  },
)

test.each(Object.entries(scenarios))('%s has spans that last, and messages that are JSON', (_name, scenario) => {
  for (let seed = 1; seed <= 50; seed++) {
    const plan = tell(scenario, seed)
    for (const span of spansOf(plan.root)) {
      expect(durationOf(span)).toBeGreaterThan(0)
      for (const key of ['gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.retrieval.documents']) {
        const value = span.attributes[key]
        if (value !== undefined) expect(Array.isArray(JSON.parse(String(value)))).toBe(true)
      }
    }
  }
})

test('some stories fail, most do not', () => {
  const failed = Array.from({ length: 200 }, (_, seed) => tell(supportAgent, seed)).filter(
    (plan) => plan.root.error !== undefined,
  )
  expect(failed.length).toBeGreaterThan(5)
  expect(failed.length).toBeLessThan(100)
})
