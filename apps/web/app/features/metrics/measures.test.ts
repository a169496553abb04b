import { expect, test } from 'vitest'
import type { MetricDescriptor } from '~/api/rows.ts'
import { exemplarMetricOf, measuresOf, measureTitle } from './measures.ts'

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

test('beside a measure stand the exemplars of the first metric that tells it in its own unit', () => {
  const metrics = [
    { name: 'in.ms', unit: 'ms' },
    { name: 'in.s', unit: 's' },
  ] as MetricDescriptor[]
  const measure = { name: 'genai.duration', unit: 's', metrics: ['in.ms', 'in.s'] }
  expect(exemplarMetricOf(measure, metrics)).toBe('in.s')
  expect(exemplarMetricOf({ ...measure, metrics: ['in.ms'] }, metrics)).toBeUndefined()
  expect(exemplarMetricOf({ name: 'in.ms', unit: 'ms', metrics: ['in.ms'] }, metrics)).toBe('in.ms')
})
