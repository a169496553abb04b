import { expect, test } from 'vitest'
import type { MetricDescriptor } from '~/api/rows.ts'
import { measuresOf, measureTitle } from './measures.ts'

const metric = (name: string, measure: string) => ({ name, measure }) as MetricDescriptor

test('measures are listed once, however many metrics have them, and in the order of the page', () => {
  const metrics = [
    metric('strands.model.time_to_first_token', 'genai.ttft'),
    metric('http.server.request.duration', ''),
    metric('gen_ai.client.token.usage', 'genai.tokens'),
    metric('gen_ai.server.time_to_first_token', 'genai.ttft'),
  ]
  expect(measuresOf(metrics)).toEqual([
    { measure: 'genai.tokens', title: 'Tokens', metrics: ['gen_ai.client.token.usage'] },
    {
      measure: 'genai.ttft',
      title: 'Time to first token',
      metrics: ['strands.model.time_to_first_token', 'gen_ai.server.time_to_first_token'],
    },
  ])
  expect(measureTitle('queue.depth')).toBe('')
})
