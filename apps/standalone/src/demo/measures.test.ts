import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
} from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { Measures } from './measures.ts'
import { PastMetrics } from './past-metrics.ts'
import type { TracePlan } from './plan.ts'

const taking = (seconds: number): TracePlan => ({
  service: 's',
  release: '1',
  environment: 'e',
  root: { name: 'n', kind: 'server', attributes: {}, selfMs: seconds * 1000 },
})

async function measure(...intervals: TracePlan[][]) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const past = new PastMetrics(exporter)
  const provider = new MeterProvider({ readers: [past] })
  const measures = new Measures(provider.getMeter('m'))
  for (const [at, plans] of intervals.entries()) {
    for (const plan of plans) measures.record(plan)
    await past.closeInterval(new Date(at * 1000), new Date((at + 1) * 1000))
  }
  await provider.shutdown()
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
  return (name: string) => metrics.find(({ descriptor }) => descriptor.name === name)
}

test('durations of a tenth of a second, of some seconds and of a minute fall into buckets of their own', async () => {
  const durations = [0.1, 0.5, 2, 4, 8, 60]
  const metric = await measure(durations.map(taking))
  const { dataPoints } = metric('app.request.duration') as HistogramMetricData
  const { boundaries, counts } = dataPoints[0]?.value.buckets ?? { boundaries: [], counts: [] }
  expect(counts.filter((count) => count > 0)).toEqual(durations.map(() => 1))
  expect(counts.at(-1)).toBe(0)
  expect(boundaries[0]).toBe(0.01)
})

test('each call of a model is measured as instrumentation libraries do, the failed ones too', async () => {
  const call = { 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.usage.input_tokens': 700 }
  const plan = taking(1)
  const failed = {
    name: 'f',
    kind: 'client',
    attributes: call,
    selfMs: 10,
    error: { type: 'timeout', message: '' },
  } as const
  const metric = await measure([
    { ...plan, root: { ...plan.root, children: [{ ...plan.root, attributes: call }, failed] } },
  ])
  const durations = metric('gen_ai.client.operation.duration')?.dataPoints ?? []
  expect(durations.map(({ attributes }) => attributes['error.type'])).toEqual([undefined, 'timeout'])
  const tokens = metric('gen_ai.client.token.usage') as HistogramMetricData
  expect(tokens.dataPoints.map(({ attributes, value }) => [attributes['gen_ai.token.type'], value.sum])).toEqual([
    ['input', 1400],
  ])
})

test('a queue empties when nobody asks', async () => {
  const metric = await measure([taking(20), taking(20)], [], [], [], [])
  const depths = metric('app.queue.depth')?.dataPoints.map(({ value }) => Number(value)) ?? []
  expect(depths[0]).toBeGreaterThan(5)
  expect(depths).toEqual([...depths].sort((a, b) => b - a))
  expect(depths.at(-1)).toBeLessThan(2)
})
