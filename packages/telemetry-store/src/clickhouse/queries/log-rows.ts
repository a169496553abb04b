import type { Page } from '../../reader.ts'
import type { LogRow } from '../../rows.ts'
import type { Conditions } from './conditions.ts'
import { decodeCursor, encodeCursor, INTEGER, UNSIGNED } from './cursor.ts'

export const LOG_COLUMNS = `toUnixTimestamp64Nano(time) AS time_ns,
  record_hash AS hash,
  lower(hex(trace_id)) AS trace,
  lower(hex(span_id)) AS span,
  time, observed_time, severity_number, severity_text, event_name, body,
  service_name, environment, scope_name, scope_version, attributes, resource_attributes`

type Passed = Omit<LogRow, 'id' | 'trace_id' | 'span_id'>

/** As ClickHouse sends it. Time and hash together identify a record within its project. */
export interface RawLog extends Passed {
  time_ns: string
  hash: string
  trace: string
  span: string
}

const NOTHING = /^0+$/

function logRow({ time_ns, hash, trace, span, ...row }: RawLog): LogRow {
  return {
    id: `${hexOf(time_ns)}${hexOf(hash)}`,
    trace_id: NOTHING.test(trace) ? null : trace,
    span_id: NOTHING.test(span) ? null : span,
    ...row,
  }
}

function hexOf(text: string): string {
  return BigInt.asUintN(64, BigInt(text)).toString(16).padStart(16, '0')
}

/** Adds what a cursor asks for: records before it in time, or after it. */
export function afterLog(
  conditions: Conditions,
  kind: string,
  cursor: string | undefined,
  sign: '<' | '>',
): Conditions {
  if (cursor === undefined) return conditions
  const [time = '', hash = ''] = decodeCursor(kind, cursor, [INTEGER, UNSIGNED])
  const bound = `fromUnixTimestamp64Nano({after_time:Int64}, 'UTC')`
  return conditions
    .add(`time ${sign}= ${bound}`)
    .add(`(time, record_hash) ${sign} (${bound}, {after_hash:UInt64})`, { after_time: time, after_hash: hash })
}

/** `raw` holds one row more than `limit` where there is another page. */
export function logPage(kind: string, raw: readonly RawLog[], limit: number): Page<LogRow> {
  const rows = raw.slice(0, limit)
  const last = rows.at(-1)
  const more = raw.length > limit && last !== undefined
  return { rows: rows.map(logRow), nextCursor: more ? encodeCursor(kind, [last.time_ns, last.hash]) : undefined }
}
