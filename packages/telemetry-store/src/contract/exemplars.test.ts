import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExemplarQuery } from '../reader.ts'
import { type MetricInit, metric, metricBatch, NOON, NOON_NS, SECOND_NS } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

let test: TestStore
let block = 0

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

async function insert(...records: MetricInit[]): Promise<void> {
  await test.store.writer.insertBlock({ signal: 'metric', batches: [metricBatch(...records)], token: `e${block++}` })
}

const HOUR_MS = 3_600_000

/** Those of the hour from noon on. */
function exemplars(name: string, query: Partial<ExemplarQuery> = {}) {
  const range = { startTime: new Date(NOON), endTime: new Date(NOON + HOUR_MS) }
  return test.store.reader.listExemplars({ projectId: 'project-a', name, limit: 100, ...range, ...query })
}

const id = (digit: string, length: number) => digit.repeat(length)

/** As the collector writes them; `at` in seconds from noon on. */
function exemplar(at: number, value: number, trace = 'a') {
  return {
    time_ns: String(NOON_NS + BigInt(at) * SECOND_NS),
    value,
    trace_id: trace === '' ? '' : id(trace, 32),
    span_id: trace === '' ? '' : id(trace, 16),
    attributes: { 'user.tier': 'gold' },
  }
}

/** A point with exemplars, some seconds after noon. */
function point(name: string, at: number, told: object[], more: MetricInit = {}): MetricInit {
  const timeNs = NOON_NS + BigInt(at) * SECOND_NS
  return metric({ metricName: name, timeNs, exemplars: JSON.stringify(told), attributes: { route: '/a' }, ...more })
}

describe('exemplars', () => {
  it('come with their trace, oldest first, each once', async () => {
    const first = exemplar(10, 1.5)
    await insert(point('e', 60, [exemplar(20, 2, 'b'), first]), point('e', 120, [first]))
    expect(await exemplars('e')).toEqual([
      {
        time: '2026-11-20T12:00:10.000000000Z',
        value: 1.5,
        trace_id: id('a', 32),
        span_id: id('a', 16),
        service_name: 'shop',
        attributes: { 'user.tier': 'gold' },
        series_attributes: { route: '/a' },
      },
      expect.objectContaining({ time: '2026-11-20T12:00:20.000000000Z', value: 2, trace_id: id('b', 32) }),
    ])
  })

  it('are those measured in the range, though their point may be after it', async () => {
    await insert(point('edge', 30, [exemplar(-10, 1)]), point('edge', 3630, [exemplar(3590, 2), exemplar(3610, 3)]))
    expect((await exemplars('edge')).map(({ value }) => value)).toEqual([2])
  })

  it('are the greatest of each part of the range where there are more, those of a trace before others', async () => {
    const early = [exemplar(1, 1), exemplar(2, 5), exemplar(3, 9, '')]
    await insert(point('many', 60, early), point('many', 3000, [exemplar(2990, 0.5), exemplar(2980, 0.1)]))
    expect((await exemplars('many', { limit: 2 })).map(({ value }) => value)).toEqual([5, 0.5])
    const all = await exemplars('many', { limit: 1000 })
    expect(all.map(({ value, trace_id }) => [value, trace_id === null])).toContainEqual([9, true])
  })

  it('can be asked for by service, model and environment', async () => {
    await insert(
      point('by', 60, [exemplar(1, 1)], { serviceName: 'desk', modelId: 'm', environment: 'test' }),
      point('by', 60, [exemplar(2, 2)], { serviceName: 'shop' }),
    )
    for (const query of [{ service: 'desk' }, { model: 'm' }, { environment: 'test' }]) {
      expect((await exemplars('by', query)).map(({ value }) => value)).toEqual([1])
    }
  })

  it('of points without any, and of none, are none', async () => {
    await insert(metric({ metricName: 'bare' }))
    expect(await exemplars('bare')).toEqual([])
    expect(await exemplars('never')).toEqual([])
    expect(await exemplars('e', { startTime: new Date(NOON), endTime: new Date(NOON) })).toEqual([])
  })
})
