import { PyflareError } from '@pyflare/observe'
import type { TraceFilter } from '../../reader.ts'
import type { TimeBucket } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf, rfc3339 } from '../nanoseconds.ts'
import { traceConditions } from './trace-filter.ts'

type HistogramQuery = TraceFilter & { buckets: number }

interface Range {
  start: bigint
  end: bigint
}

interface RawBucket {
  bucket: number
  traces: string
  errors: string
  duration_p95_ms: number
  tokens: string
  /** Not called like the column: a filter on it would mean the sum. */
  nanos: string
}

const MAX_BUCKETS = 1_000

/** Equal buckets over the range that is asked for; where an end is open, over the range of what matches. */
export async function readHistogram(connection: Connection, query: HistogramQuery): Promise<TimeBucket[]> {
  if (!Number.isInteger(query.buckets) || query.buckets < 1 || query.buckets > MAX_BUCKETS) {
    throw new PyflareError('invalid_argument', `\`buckets\` must be a whole number from 1 to ${MAX_BUCKETS}.`)
  }
  const range = await rangeOf(connection, query)
  if (range === undefined || range.end <= range.start) return []
  const width = bucketWidth(query, range)
  const rows = await connection.rows<RawBucket>(traceHistogramStatement(query, range))
  const byBucket = new Map(rows.map((row) => [row.bucket, row]))
  return Array.from({ length: query.buckets }, (_, index) => {
    const row = byBucket.get(index)
    return {
      time: rfc3339(range.start + BigInt(index) * width),
      traces: Number(row?.traces ?? 0),
      errors: Number(row?.errors ?? 0),
      duration_p95_ms: row?.duration_p95_ms ?? null,
      tokens: Number(row?.tokens ?? 0),
      cost_usd: Number(row?.nanos ?? 0) / 1e9,
    }
  })
}

export function traceHistogramStatement(query: HistogramQuery, range: Range): Statement {
  const conditions = traceConditions(query)
  return {
    name: 'trace histogram',
    sql: `SELECT
  toUInt32(intDiv(toUnixTimestamp64Nano(start_time) - {origin:Int64}, {width:Int64})) AS bucket,
  count() AS traces,
  countIf(status = 'error') AS errors,
  quantileExactInclusive(0.95)(duration_ns) / 1e6 AS duration_p95_ms,
  sum(coalesce(total_tokens, ifNull(input_tokens, 0) + ifNull(output_tokens, 0))) AS tokens,
  sum(ifNull(cost_nanos, 0)) AS nanos
FROM trace_index FINAL
WHERE ${conditions.sql}
GROUP BY bucket`,
    params: { ...conditions.params, origin: range.start, width: bucketWidth(query, range) },
  }
}

export function traceRangeStatement(query: TraceFilter): Statement {
  const conditions = traceConditions(query)
  return {
    name: 'trace range',
    sql: `SELECT toUnixTimestamp64Nano(min(start_time)) AS first, toUnixTimestamp64Nano(max(start_time)) AS last, count() AS count
FROM trace_index FINAL
WHERE ${conditions.sql}`,
    params: conditions.params,
  }
}

async function rangeOf(connection: Connection, query: HistogramQuery): Promise<Range | undefined> {
  const { startTime, endTime } = query
  if (startTime !== undefined && endTime !== undefined) return { start: nanosOf(startTime), end: nanosOf(endTime) }
  const [row] = await connection.rows<{ first: string; last: string; count: string }>(traceRangeStatement(query))
  if (row === undefined || row.count === '0') return undefined
  return {
    start: startTime === undefined ? BigInt(row.first) : nanosOf(startTime),
    end: endTime === undefined ? BigInt(row.last) + 1n : nanosOf(endTime),
  }
}

function bucketWidth(query: HistogramQuery, { start, end }: Range): bigint {
  const buckets = BigInt(query.buckets)
  return (end - start + buckets - 1n) / buckets
}
