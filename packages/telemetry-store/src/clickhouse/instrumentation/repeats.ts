import type { RangeQuery } from '../../reader.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from '../queries/conditions.ts'

/** So many repeated calls are looked at, the newest ones. */
const MOST_REPEATS = 20_000
const MOST_PAIRS = 500

export interface RawRepeats {
  service_name: string
  scope_name: string
  scope_version: string
  /** The library whose telling of the same calls counts. */
  counted: string
  calls: string
  trace: string
}

/**
 * Calls that two libraries tell of, by the one that counts nothing and the one that counts. Patches say which spans those
 * are; spans are read once, for the libraries of both.
 */
export function repeatsStatement({ projectId, startTime, endTime }: RangeQuery): Statement {
  const range = [nanosOf(startTime), nanosOf(endTime)] as const
  const patches = within(new Conditions(projectId), 'time', ...range).add(`has(columns.keys, 'duplicate_of')`)
  const spans = within(new Conditions(projectId), 'start_time', ...range)
  return {
    name: 'instrumentation: repeats',
    sql: `SELECT service_name, scope_name, scope_version, counted, count() AS calls, lower(hex(argMax(trace, time))) AS trace
FROM (
  SELECT
    anyIf(s.service_name, NOT counts) AS service_name,
    anyIf(s.scope_name, NOT counts) AS scope_name,
    anyIf(s.scope_version, NOT counts) AS scope_version,
    anyIf(s.scope_name, counts) AS counted,
    any(repeat.1) AS trace,
    max(s.start_time) AS time
  FROM spans AS s
  INNER JOIN (
    SELECT
      (trace_id, span_id) AS repeat,
      arrayJoin([
        (false, trace_id, span_id),
        (true, toFixedString(unhex(substring(columns['duplicate_of'], 1, 32)), 16), toFixedString(unhex(substring(columns['duplicate_of'], 34, 16)), 8))
      ]) AS telling,
      telling.1 AS counts,
      telling.2 AS telling_trace,
      telling.3 AS telling_span
    FROM (
      SELECT trace_id, span_id, columns
      FROM span_patches FINAL
      WHERE ${patches.sql}
      ORDER BY time DESC
      LIMIT {repeats:UInt32}
    )
    WHERE length(columns['duplicate_of']) = 49
  ) AS tellings ON s.trace_id = telling_trace AND s.span_id = telling_span
  WHERE ${spans.sql}
  GROUP BY repeat
)
WHERE scope_name != '' OR service_name != ''
GROUP BY service_name, scope_name, scope_version, counted
ORDER BY calls DESC
LIMIT {pairs:UInt32}`,
    params: { ...spans.params, repeats: MOST_REPEATS, pairs: MOST_PAIRS },
  }
}
