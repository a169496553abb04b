import type { HrTime } from '@opentelemetry/api'
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider } from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { PastMetrics } from './past-metrics.ts'

test('what was measured in an interval has the times of that interval, and is sent once', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const past = new PastMetrics(exporter)
  const provider = new MeterProvider({ readers: [past] })
  const counter = provider.getMeter('m').createCounter('c')
  const [start, middle, end] = [0, 1, 2].map((hours) => new Date(Date.UTC(2026, 0, 1, hours))) as [Date, Date, Date]
  counter.add(1)
  counter.add(2)
  await past.closeInterval(start, middle)
  counter.add(4)
  await past.closeInterval(middle, end)
  await provider.forceFlush()
  await provider.forceFlush()
  const sent = exporter.getMetrics()
  expect(sent).toHaveLength(1)
  const points = sent[0]?.scopeMetrics[0]?.metrics[0]?.dataPoints ?? []
  expect(points.map(({ startTime, endTime, value }) => [ms(startTime), ms(endTime), value])).toEqual([
    [start.getTime(), middle.getTime(), 3],
    [middle.getTime(), end.getTime(), 4],
  ])
  await provider.shutdown()
})

const ms = ([seconds, nanos]: HrTime) => seconds * 1000 + nanos / 1_000_000
