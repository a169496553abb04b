import type { RangeQuery } from '../../reader.ts'
import { SPAN_RECORD_COLUMNS } from '../columns/span-record-columns.ts'
import type { Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { Conditions, within } from '../queries/conditions.ts'

/** Whether any span of a range was read again: only then is it worth to ask which. */
export function anyRereadsStatement({ projectId, startTime, endTime }: RangeQuery): Statement {
  const conditions = within(new Conditions(projectId), 'time', nanosOf(startTime), nanosOf(endTime))
  return {
    name: 'any rereads',
    sql: `SELECT 1 AS found FROM renormalized_spans WHERE ${conditions.sql} LIMIT 1`,
    params: conditions.params,
  }
}

/** What `spansNow` reads as it is by now: `has_messages` and columns that spans are received with. */
export type NowColumn = keyof typeof SPAN_RECORD_COLUMNS | 'has_messages'

/**
 * The spans of a range as they read by now, to stand in the place of `spans`: `kept` are columns that no reading changes, `now` those that it
 * may. Conditions and parameters are those of the range.
 */
export function spansNow(conditions: Conditions, kept: readonly string[], now: readonly NowColumn[]): string {
  const read = now.map((column) => `    ${nowOf(column)} AS ${column}`)
  const names = now.flatMap((column) => (column === 'has_messages' ? MESSAGES : [column]))
  return `(
  SELECT
    ${kept.map((column) => `sent.${column} AS ${column}`).join(', ')},
${read.join(',\n')}
  FROM (
    SELECT trace_id, span_id, ${[...new Set([...kept.filter((column) => column !== 'trace_id'), ...now])].join(', ')}
    FROM spans
    WHERE ${conditions.sql}
  ) AS sent
  LEFT ANY JOIN (
    SELECT trace_id, span_id, argMax(mapApply((name, text) -> (name, if(name IN (${quoted(MESSAGES)}) AND text != '', 'yes', text)), mapFilter((name, text) -> name IN (${quoted(names)}), columns)), version) AS reread
    FROM renormalized_spans
    WHERE ${conditions.sql.replaceAll('start_time', 'time')}
    GROUP BY trace_id, span_id
  ) AS again ON sent.trace_id = again.trace_id AND sent.span_id = again.span_id
)`
}

/** Long texts, of which only whether they are there is read. */
const MESSAGES = ['input_messages', 'output_messages']

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ')
}

function nowOf(column: NowColumn): string {
  if (column === 'has_messages')
    return `sent.has_messages OR ${MESSAGES.map((name) => `reread['${name}'] != ''`).join(' OR ')}`
  return `if(mapContains(reread, '${column}'), ${textOf(column)}, sent.${column})`
}

function textOf(column: keyof typeof SPAN_RECORD_COLUMNS): string {
  const type: string = SPAN_RECORD_COLUMNS[column]
  const text = `reread['${column}']`
  if (type === 'Bool') return `${text} = 'true'`
  if (type === 'Nullable(Bool)') return `if(${text} = '', NULL, ${text} = 'true')`
  if (type.startsWith('Array(')) return `JSONExtract(${text}, 'Array(String)')`
  if (type === 'UInt32') return `toUInt32OrZero(${text})`
  return text
}
