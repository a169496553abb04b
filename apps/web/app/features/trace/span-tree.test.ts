import { expect, test } from 'vitest'
import type { SpanDetail } from '~/api/rows.ts'
import { criticalPath } from './critical-path.ts'
import { buildSpanTree, nanosOf } from './span-tree.ts'
import { timeScale } from './time-scale.ts'

const T0 = Date.parse('2026-11-24T09:00:00Z')

function span(
  id: string,
  parent: string | null,
  fromMs: number,
  toMs: number,
  more: Partial<SpanDetail> = {},
): SpanDetail {
  const time = (ms: number) => new Date(T0 + ms).toISOString()
  const row = {
    span_id: id,
    parent_span_id: parent,
    start_time: time(fromMs),
    end_time: time(toMs),
    duration_ms: toMs - fromMs,
  }
  return { is_aggregate: false, total_tokens: null, cost_usd: null, ...row, ...more } as SpanDetail
}

const ids = (spans: SpanDetail[]) =>
  buildSpanTree(spans).ordered.map((node) => `${' '.repeat(node.depth)}${node.span.span_id}`)

test('nanoseconds survive', () => {
  expect(nanosOf('1970-01-01T00:00:01.000000001Z')).toBe(1_000_000_001n)
  expect(nanosOf('1970-01-01T00:00:01.5Z')).toBe(1_500_000_000n)
  expect(nanosOf('1970-01-01T00:00:01Z')).toBe(1_000_000_000n)
})

test('children stand under their parents, by start', () => {
  expect(ids([span('c', 'a', 5, 6), span('b', 'a', 1, 4), span('a', null, 0, 9), span('d', 'b', 2, 3)])).toEqual([
    'a',
    ' b',
    '  d',
    ' c',
  ])
})

test('orphans, rings, self parents and repeated ids all have a place, once', () => {
  expect(ids([span('a', 'gone', 0, 9), span('b', 'a', 1, 2)])).toEqual(['a', ' b'])
  expect(ids([span('a', 'b', 0, 9), span('b', 'a', 1, 2), span('b', 'a', 3, 4)])).toEqual(['a', ' b'])
  expect(ids([span('a', 'a', 0, 9)])).toEqual(['a'])
  expect(buildSpanTree([span('a', 'gone', 0, 9), span('b', null, 1, 2)]).roots.map(({ detached }) => detached)).toEqual(
    ['missing parent', undefined],
  )
})

test('a ring is cut at its earliest span, whatever hangs on it, and counts each span once', () => {
  const tokens = (total_tokens: number) => ({ total_tokens })
  const ring = [
    span('a', 'c', 1, 9, tokens(1)),
    span('b', 'a', 2, 8, tokens(2)),
    span('c', 'b', 3, 7, tokens(4)),
    span('early', 'b', 0, 6, tokens(8)),
    span('late', 'c', 4, 5, tokens(16)),
  ]
  for (const spans of [ring, ring.toReversed()]) {
    expect(ids(spans)).toEqual(['a', ' b', '  early', '  c', '   late'])
    const [root, ...others] = buildSpanTree(spans).roots
    expect([root?.detached, root?.totalTokens, others]).toEqual(['ring', 31, []])
  }
})

test('50,000 spans in rings, or in a chain that started backwards, take no longer than others', () => {
  const many = 50_000
  const ringOf = (size: number) =>
    Array.from({ length: many }, (_, at) => {
      const first = at - (at % size)
      return span(`s${at}`, `s${first + ((at + 1) % size)}`, at, many)
    })
  for (const size of [2, 500, many]) {
    const tree = buildSpanTree(ringOf(size))
    expect([tree.ordered.length, tree.roots.length]).toEqual([many, many / size])
  }
  const backwards = Array.from({ length: many }, (_, at) =>
    span(`s${at}`, at === 0 ? null : `s${at - 1}`, many - at, many),
  )
  expect(buildSpanTree(backwards).ordered.at(-1)?.depth).toBe(many - 1)
})

test('a chain of 50,000 spans neither overflows nor takes for ever', () => {
  const chain = Array.from({ length: 50_000 }, (_, index) =>
    span(`s${index}`, index === 0 ? null : `s${index - 1}`, index, 50_000),
  )
  expect(buildSpanTree(chain).ordered.at(-1)?.depth).toBe(49_999)
})

test('a subtree sums its calls once: aggregates count nothing', () => {
  const tree = buildSpanTree([
    span('agent', null, 0, 9, { is_aggregate: true, total_tokens: 30, cost_usd: 3 }),
    span('one', 'agent', 1, 2, { total_tokens: 10, cost_usd: 1 }),
    span('two', 'agent', 3, 4, { total_tokens: 20, cost_usd: 2 }),
  ])
  expect(tree.roots[0]).toMatchObject({ totalTokens: 30, costUsd: 3 })
})

test('the critical path goes by the child that ended last, and covers the whole root', () => {
  const [root] = buildSpanTree([
    span('a', null, 0, 10),
    span('b', 'a', 1, 4),
    span('c', 'a', 2, 8),
    span('d', 'c', 3, 5),
  ]).roots
  expect(root && criticalPath(root).map(({ spanId, fromMs, toMs }) => `${spanId} ${fromMs}-${toMs}`)).toEqual([
    'a 0-2',
    'c 2-3',
    'd 3-5',
    'c 5-8',
    'a 8-10',
  ])
})

test('clocks that were rounded do not throw a child off the path', () => {
  const [root] = buildSpanTree([span('a', null, 0, 1000), span('b', 'a', 0, 501), span('c', 'a', 500, 1000)]).roots
  expect(root && criticalPath(root).map(({ spanId }) => spanId)).toEqual(['b', 'c'])
})

test('long idle stretches fold to a fixed width, and time still rises', () => {
  const scale = timeScale(
    100,
    [
      { startMs: 0, endMs: 10 },
      { startMs: 60, endMs: 100 },
    ],
    true,
  )
  expect(scale.folds).toHaveLength(1)
  expect(scale.percent(60) - scale.percent(10)).toBeCloseTo(4)
  expect(scale.percent(0)).toBe(0)
  expect(scale.percent(100)).toBeCloseTo(100)
  expect(timeScale(100, [{ startMs: 0, endMs: 10 }], false).percent(50)).toBe(50)
})
