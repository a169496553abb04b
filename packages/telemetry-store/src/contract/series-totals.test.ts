import { LEDGER_DIMENSIONS, type LedgerDimension, type LedgerEntry } from '@pyflare/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SpanSeriesQuery } from '../reader.ts'
import { entry, indexRow } from './facts.ts'
import { hex, NOON, NOON_NS, SECOND_NS, spanId, traceId } from './records.ts'
import { openTestStore, type TestStore } from './test-store.ts'

const PROJECT = 'project-a'
const CALLS = 120
const HOUR_MS = 3_600_000

/** Each dimension has some values that others do not follow, one of them not said. */
function callOf(number: number): LedgerEntry {
  const one = (name: string, of: number) => (number % of === 0 ? '' : `${name}-${number % of}`)
  return entry({
    spanId: hex(spanId(number)),
    timeNs: NOON_NS + BigInt(number * 97) * SECOND_NS,
    modelId: one('model', 3),
    modelVersion: one('version', 4),
    provider: one('provider', 5),
    operationKind: number % 7 === 0 ? 'embeddings' : 'chat',
    serviceName: one('service', 6),
    userId: one('user', 11),
    sessionId: one('session', 17),
    featureId: one('feature', 7),
    team: one('team', 2),
    environment: one('environment', 3),
    release: one('release', 4),
    costSource: number % 5 === 0 ? '' : 'computed',
    priceVersion: one('price', 2),
    fingerprint: 'first',
    inputTokens: number,
    outputTokens: 3 * number,
    costNanos: BigInt(number) * 1_000_000_000n,
  })
}

/** What becomes known later: that a call was another user's, of another model, and dearer. */
function corrected(call: LedgerEntry): LedgerEntry[] {
  const less = {
    calls: -1,
    inputTokens: -call.inputTokens,
    outputTokens: -call.outputTokens,
    costNanos: -call.costNanos,
  }
  const truth = { ...call, userId: 'late', modelId: 'other', team: 'late', costNanos: call.costNanos + 1_000_000_000n }
  return [
    { ...call, ...less, reason: 'reversed' },
    { ...truth, fingerprint: 'second', reason: 'corrected' },
  ]
}

const entries = Array.from({ length: CALLS }, (_, number) => {
  const call = callOf(number)
  return number % 10 === 0 ? [call, ...corrected(call)] : [call]
}).flat()

let test: TestStore

beforeAll(async () => {
  test = await openTestStore()
  const write = (some: readonly LedgerEntry[], version: number) =>
    test.store.settlement.write(
      PROJECT,
      some.map((one, at) => ({
        index: indexRow({ traceId: hex(traceId(at)), startTimeNs: one.timeNs, version }),
        replacesStartTimeNs: undefined,
        patches: [],
        entries: [one],
      })),
    )
  await write(
    entries.filter(({ reason }) => reason === 'priced'),
    1,
  )
  await write(
    entries.filter(({ reason }) => reason !== 'priced'),
    2,
  )
})

afterAll(() => test.close())

const MEASURES = { input_tokens: 'inputTokens', output_tokens: 'outputTokens', cost: 'costNanos' } as const
type Measured = keyof typeof MEASURES

/** Hours, minutes, and neither; each range begins and ends within a unit, or with it. */
const RANGES = [
  { startTime: new Date(NOON), endTime: new Date(NOON + 4 * HOUR_MS), bucketSeconds: 3600 },
  { startTime: new Date(NOON + 754_321), endTime: new Date(NOON + 2 * HOUR_MS + 1), bucketSeconds: 3600 },
  { startTime: new Date(NOON + 754_321), endTime: new Date(NOON + 2 * HOUR_MS + 1), bucketSeconds: 300 },
  { startTime: new Date(NOON + 754_321), endTime: new Date(NOON + 2 * HOUR_MS + 1), bucketSeconds: 50 },
]

/** A range of whole minutes where buckets are. */
function inRange({ startTime, endTime, bucketSeconds }: (typeof RANGES)[number]): LedgerEntry[] {
  const unit = bucketSeconds % 60 === 0 ? 60_000 : 1
  const from = BigInt(Math.floor(startTime.getTime() / unit) * unit) * 1_000_000n
  const to = BigInt(Math.ceil(endTime.getTime() / unit) * unit) * 1_000_000n
  return entries.filter(({ timeNs }) => timeNs >= from && timeNs < to)
}

function sumOf(some: readonly LedgerEntry[], measure: Measured): number {
  const sum = some.reduce((total, each) => total + Number(each[MEASURES[measure]]), 0)
  return measure === 'cost' ? sum / 1e9 : sum
}

async function totals(query: Omit<SpanSeriesQuery, 'projectId' | 'maxSeries'>): Promise<Record<string, number>> {
  const { series } = await test.store.reader.spanTimeseries({ projectId: PROJECT, maxSeries: 50, ...query })
  return Object.fromEntries(
    series.map(({ label, points }) => [label, points.reduce((sum, { value }) => sum + (value ?? 0), 0)]),
  )
}

const cases = LEDGER_DIMENSIONS.flatMap((dimension) => RANGES.map((range) => [dimension, range] as const))

it.each(cases)('by %s, each label and all together are the sums over calls: %o', async (dimension, range) => {
  const held = inRange(range)
  const labelOf = (each: LedgerEntry) => each[camelCase(dimension)]
  for (const measure of Object.keys(MEASURES) as Measured[]) {
    const found = await totals({ ...range, measure, groupBy: dimension })
    const labels = [...new Set(held.map(labelOf))]
    const expected = labels.map((label) => [
      label,
      sumOf(
        held.filter((each) => labelOf(each) === label),
        measure,
      ),
    ])
    expect(found).toEqual(Object.fromEntries(expected))
    const all = Object.values(found).reduce((sum, value) => sum + value, 0)
    expect(all).toBe(sumOf(held, measure))
    expect(await totals({ ...range, measure })).toEqual({ '': all })
  }
})

it('has a series for each dimension that entries are filed under', () => {
  const { spanId: _, timeNs, reason, fingerprint, ...rest } = entry()
  const dimensions = Object.entries(rest).filter(([, value]) => typeof value === 'string')
  expect(dimensions.map(([name]) => name).sort()).toEqual(LEDGER_DIMENSIONS.map(camelCase).sort())
})

type EntryDimension = 'modelId' | 'userId' | 'sessionId' | 'featureId' | 'team'

function camelCase(dimension: LedgerDimension): EntryDimension {
  return dimension.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as EntryDimension
}
