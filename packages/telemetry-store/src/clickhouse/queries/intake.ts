import type { IntakeQuery } from '../../reader.ts'
import type { IntakeReason, IntakeReport, IntakeSource } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf, rfc3339 } from '../nanoseconds.ts'
import { Conditions, within } from './conditions.ts'
import { inMinutes } from './rollup-range.ts'
import { bucketSql } from './series-labels.ts'
import { timeGrid } from './time-grid.ts'

/** More keys and reasons than a person reads. */
const MOST_SOURCES = 500
const MOST_REASONS = 200

/** Sums of one kind of item each, by the name that they have in a row. */
const ITEMS = {
  accepted: 'accepted',
  late: 'late',
  repaired: 'repaired',
  sampled_out: 'sampled_out',
  rejected: 'rejected',
  stored: 'stored',
} as const

const ITEM_SUMS = Object.entries(ITEMS).map(([name, outcome]) => `sumIf(s.items, outcome = '${outcome}') AS ${name}`)
const MEASURES = `${ITEM_SUMS.join(',\n  ')},
  sumIf(s.requests, outcome = 'accepted') AS requests,
  sumIf(s.requests, outcome = 'refused') AS refused_requests,
  sumIf(s.requests, outcome = 'repeated') AS repeated_requests,
  sum(s.bytes) AS received_bytes,
  quantilesExactWeightedIf(0.5, 0.99)(delay_ms, items, outcome = 'stored') AS delays`

type RawTotals = Record<
  keyof typeof ITEMS | 'requests' | 'refused_requests' | 'repeated_requests' | 'received_bytes',
  string
> & {
  delays: [number, number]
}
type RawSource = RawTotals & { key_id: string; clients: string[]; last_at: string | null }
type RawReason = {
  outcome: IntakeReason['outcome']
  reason: string
  key_id: string
  items: string
  requests: string
  last_at: string
  sample: string
}
type RawBucket = { bucket: number; accepted: string; rejected: string; sampled_out: string }

/** What became of what a project's clients sent. */
export async function readIntake(connection: Connection, query: IntakeQuery): Promise<IntakeReport> {
  const grid = timeGrid(query)
  const [[totals], sources, reasons, buckets, [letters]] = await Promise.all([
    connection.rows<RawTotals>(intakeTotalsStatement(query)),
    connection.rows<RawSource>(intakeSourcesStatement(query)),
    connection.rows<RawReason>(intakeReasonsStatement(query)),
    connection.rows<RawBucket>(intakeBucketsStatement(query)),
    connection.rows<{ letters: string }>(setAsideStatement(query)),
  ])
  const byBucket = new Map(buckets.map((bucket) => [bucket.bucket, bucket]))
  return {
    ...(totals === undefined ? NOTHING : totalsOf(totals)),
    set_aside: Number(letters?.letters ?? 0),
    buckets: grid.map((seconds) => {
      const { accepted = 0, rejected = 0, sampled_out = 0 } = byBucket.get(seconds) ?? {}
      const time = rfc3339(BigInt(seconds) * 1_000_000_000n)
      return { time, accepted: Number(accepted), rejected: Number(rejected), sampled_out: Number(sampled_out) }
    }),
    sources: sources.map(({ key_id, clients, last_at, ...raw }) => ({ key_id, clients, last_at, ...totalsOf(raw) })),
    reasons: reasons.map(({ items, requests, ...reason }) => ({
      ...reason,
      items: Number(items),
      requests: Number(requests),
    })),
  }
}

export function intakeTotalsStatement(query: IntakeQuery): Statement {
  const conditions = ofSignal(query)
  return {
    name: 'intake totals',
    sql: `SELECT
  ${MEASURES}
FROM intake_by_minute AS s
WHERE ${conditions.sql}`,
    params: conditions.params,
  }
}

export function intakeSourcesStatement(query: IntakeQuery): Statement {
  const conditions = ofSignal(query)
  return {
    name: 'intake sources',
    sql: `SELECT
  key_id,
  arraySort(groupUniqArrayIf(8)(client, client != '')) AS clients,
  formatDateTime(maxIf(s.last_at, outcome != 'stored'), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC') AS last_at,
  ${MEASURES}
FROM intake_by_minute AS s
WHERE ${conditions.sql}
GROUP BY key_id
ORDER BY sumIf(s.items, outcome = 'accepted') DESC, key_id
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_SOURCES },
  }
}

export function intakeReasonsStatement(query: IntakeQuery): Statement {
  const conditions = ofSignal(query).add(`outcome IN ('rejected', 'refused', 'repaired')`)
  return {
    name: 'intake reasons',
    sql: `SELECT
  outcome,
  reason,
  key_id,
  sum(s.items) AS items,
  sum(s.requests) AS requests,
  formatDateTime(max(s.last_at), '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC') AS last_at,
  argMax(s.sample, (s.sample != '', s.last_at)) AS sample
FROM intake_by_minute AS s
WHERE ${conditions.sql}
GROUP BY outcome, reason, key_id
ORDER BY outcome = 'repaired', sum(s.items) + sum(s.requests) DESC, outcome, reason, key_id
LIMIT {most:UInt32}`,
    params: { ...conditions.params, most: MOST_REASONS },
  }
}

export function intakeBucketsStatement(query: IntakeQuery): Statement {
  const conditions = ofSignal(query).add(`outcome IN ('accepted', 'rejected', 'sampled_out')`)
  return {
    name: 'intake buckets',
    sql: `SELECT
  ${bucketSql('minute')} AS bucket,
  sumIf(s.items, outcome = 'accepted') AS accepted,
  sumIf(s.items, outcome = 'rejected') AS rejected,
  sumIf(s.items, outcome = 'sampled_out') AS sampled_out
FROM intake_by_minute AS s
WHERE ${conditions.sql}
GROUP BY bucket`,
    params: { ...conditions.params, bucket: query.bucketSeconds },
  }
}

/** Records of any signal: whose they are and what of, nobody could read of some. */
export function setAsideStatement({ projectId, startTime, endTime }: IntakeQuery): Statement {
  const conditions = within(new Conditions(projectId), 'failed_at', nanosOf(startTime), nanosOf(endTime))
  return {
    name: 'records set aside',
    sql: `SELECT count() AS letters
FROM dead_letters FINAL
WHERE ${conditions.sql}`,
    params: conditions.params,
  }
}

function ofSignal(query: IntakeQuery): Conditions {
  return inMinutes(query).when(query.signal, 'signal', 'signal = {signal:String}')
}

const NOTHING = {
  accepted: 0,
  late: 0,
  repaired: 0,
  sampled_out: 0,
  rejected: 0,
  stored: 0,
  requests: 0,
  refused_requests: 0,
  repeated_requests: 0,
  received_bytes: 0,
  visible_after_ms: null,
}

function totalsOf({ delays, ...raw }: RawTotals): Omit<IntakeSource, 'key_id' | 'clients' | 'last_at'> {
  const counts = Object.fromEntries(Object.entries(raw).map(([name, count]) => [name, Number(count)]))
  const [median, p99] = delays
  const isKnown = counts.stored !== undefined && counts.stored > 0
  return { ...NOTHING, ...counts, visible_after_ms: isKnown ? { median, p99 } : null }
}
