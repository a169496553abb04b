import type { RangeQuery } from '../../reader.ts'
import type { Statement } from '../connection.ts'
import { inMinutes } from '../queries/rollup-range.ts'

/** So many spans of a range are looked at, the newest ones: enough to know how a library behaves. */
const MOST_SPANS = 5_000_000

/** The newest minutes of a range that hold no more spans than are looked at, and the minute in which that is passed. */
export function recentRangeStatement(query: RangeQuery): Statement {
  const conditions = inMinutes(query)
  return {
    name: 'instrumentation: range',
    sql: `SELECT toUnixTimestamp(minIf(minute, seen - spans < {most:UInt64})) AS since, max(seen) > {most:UInt64} AS cut
FROM (
  SELECT minute, spans, sum(spans) OVER (ORDER BY minute DESC) AS seen
  FROM (
    SELECT minute, sum(spans_by_minute.spans) AS spans
    FROM spans_by_minute
    WHERE ${conditions.sql}
    GROUP BY minute
  )
)
LIMIT 1`,
    params: { ...conditions.params, most: MOST_SPANS },
  }
}

/** The range that is looked at: it starts later than asked where it holds too many spans. */
export function recentRange(query: RangeQuery, row: { since: number; cut: number } | undefined): RangeQuery {
  if (row === undefined || row.cut === 0) return query
  return { ...query, startTime: new Date(Math.max(query.startTime.getTime(), row.since * 1000)) }
}
