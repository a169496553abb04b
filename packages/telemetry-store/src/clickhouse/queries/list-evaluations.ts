import type { EvaluationQuery, Page } from '../../reader.ts'
import type { EvaluationRow } from '../../rows.ts'
import type { Connection, Statement } from '../connection.ts'
import { nanosOf } from '../nanoseconds.ts'
import { type Extent, readExtents } from '../settlement/trace-extents.ts'
import { Conditions } from './conditions.ts'
import { decodeCursor, encodeCursor, INTEGER, SPAN_ID, TRACE_ID } from './cursor.ts'
import { EVALUATION_COLUMNS, evaluationRow, type RawEvaluation } from './evaluation-rows.ts'

const CURSOR_KIND = 'evaluations'

/** Evaluations, newest first, each once: of those with one id the newest counts. */
export async function readEvaluations(connection: Connection, query: EvaluationQuery): Promise<Page<EvaluationRow>> {
  const { traceId, spanId, limit } = query
  const isNone = (traceId !== undefined && !TRACE_ID.test(traceId)) || (spanId && !SPAN_ID.test(spanId))
  if (isNone) return { rows: [], nextCursor: undefined }
  const isOfWholeTrace = traceId !== undefined && spanId === undefined
  const [extent] = isOfWholeTrace ? await readExtents(connection, query.projectId, [traceId], ['span']) : []
  const raw = await connection.rows<RawEvaluation>(evaluationsStatement(query, extent))
  const page = raw.slice(0, limit)
  const last = page.at(-1)
  const more = raw.length > limit && last !== undefined
  return {
    rows: page.map(evaluationRow),
    nextCursor: more ? encodeCursor(CURSOR_KIND, [last.time_ns, last.id]) : undefined,
  }
}

/**
 * Rows are read from the start of the range to the end of time, for a later one of the same id takes the place of one in the range.
 * `extent` is that of a trace that is asked for as a whole, where it has spans: they name the responses that were judged.
 */
export function evaluationsStatement(query: EvaluationQuery, extent: Extent | undefined): Statement {
  const { endTime, cursor, limit } = query
  const asked = askedFor(query)
  const after = cursor === undefined ? [] : decodeCursor(CURSOR_KIND, cursor, [INTEGER, TRACE_ID])
  const outer = [
    ...(endTime === undefined ? [] : [`time < fromUnixTimestamp64Nano({end:Int64}, 'UTC')`]),
    ...(cursor === undefined ? [] : ['(time_ns, id) < ({after_time:Int64}, {after_id:String})']),
  ]
  const inner = [placed(asked, query), ...(extent === undefined ? [] : [told(asked)])]
  return {
    name: 'list evaluations',
    sql: `SELECT *
FROM (
  SELECT *
  FROM (
    ${inner.join('\n    UNION ALL\n    ')}
  )
  ORDER BY time DESC, version DESC
  LIMIT 1 BY id
)
${outer.length === 0 ? '' : `WHERE ${outer.join('\n  AND ')}\n`}ORDER BY time_ns DESC, id DESC
LIMIT {limit:UInt32}`,
    params: {
      ...asked.params,
      ...(query.traceId === undefined ? {} : { trace: query.traceId }),
      ...(query.spanId === undefined ? {} : { span: query.spanId }),
      ...(extent === undefined ? {} : { first: extent.first, last: extent.last }),
      ...(endTime === undefined ? {} : { end: nanosOf(endTime) }),
      ...(cursor === undefined ? {} : { after_time: after[0] ?? '', after_id: after[1] ?? '' }),
      limit: limit + 1,
    },
  }
}

function askedFor({ projectId, startTime, name, sessionId }: EvaluationQuery): Conditions {
  const conditions = new Conditions(projectId)
    .when(name, 'name', 'e.name = {name:String}')
    .when(sessionId, 'session', 'e.session_id = {session:String}')
  if (startTime !== undefined) {
    conditions.add(`e.time >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')`, { start: nanosOf(startTime) })
  }
  return conditions
}

const READ = `SELECT ${EVALUATION_COLUMNS}, e.version AS version FROM evaluations AS e WHERE `
const IN_TRACE = 'e.target_trace_id = toFixedString(unhex({trace:String}), 16)'

/** Evaluations of what they name themselves. `span` may be '': of the trace as a whole. */
function placed({ sql }: Conditions, { traceId, spanId }: EvaluationQuery): string {
  const ofTrace = traceId === undefined ? '' : `\n  AND ${IN_TRACE}`
  const ofSpan = spanId === undefined ? '' : '\n  AND e.target_span_id = toFixedString(unhex({span:String}), 8)'
  return `${READ}${sql}${ofTrace}${ofSpan}`
}

/** Evaluations of a response that one of the trace's spans tells of. Apart from those that name the trace, so that an index finds both. */
function told({ sql }: Conditions): string {
  return `${READ}${sql}
  AND e.response_id IN (
    SELECT s.response_id FROM spans AS s
    WHERE s.project_id = {project:String}
      AND s.start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
      AND s.start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
      AND s.trace_id = toFixedString(unhex({trace:String}), 16)
      AND s.response_id != ''
  )`
}
