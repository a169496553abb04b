import type { CompactSpan, SettleInput, TimedSpanRef, TraceOutline } from '@pyflare/domain'
import type { Connection, Statement } from '../connection.ts'
import { type Rereads, readRereads, rereadsAtStatement, rereadsOfWindowStatement } from '../normalization/rereads.ts'
import { COMPACT_SELECT, compactSpan, distinctSpans } from './compact-spans.ts'
import { contentLog, windowLogsStatement } from './content-logs.ts'
import { balance, balancesStatement, previous, previousStatement } from './earlier-facts.ts'
import { windowPrintsStatement } from './patch-prints.ts'
import { spansAtStatement } from './tellings.ts'
import { type Extent, readExtents } from './trace-extents.ts'

const SAYS = [
  ...["user_id != ''", "session_id != ''", "feature_id != ''", "team != ''", "release != ''", "prompt_name != ''"],
  ...["environment NOT IN ('', 'default')", 'notEmpty(tags)'],
]

const NO_REREADS: Rereads = new Map()

const TRACE = `project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND trace_id = toFixedString(unhex({trace:String}), 16)`

/** Which span of a trace is its root, and which are the first to say something that spans inherit. */
export function outlineStatement(projectId: string, { traceId, first, last }: Extent): Statement {
  const firstWith = (condition: string) =>
    `argMinIf((lower(hex(span_id)), toUnixTimestamp64Nano(start_time)), (start_time, span_id), ${condition})`
  return {
    name: 'settle: outline',
    sql: `SELECT ${["parent_span_id = toFixedString('', 8)", ...SAYS].map(firstWith).join(',\n  ')}
FROM spans
WHERE ${TRACE}`,
    params: { project: projectId, trace: traceId, first, last },
  }
}

/** Spans of a trace that begin after one of them, in order, the newest copy of each first. */
export function windowStatement(
  projectId: string,
  { traceId, first, last }: Extent,
  after: TimedSpanRef | undefined,
  limit: number,
): Statement {
  const from = after === undefined ? '' : AFTER
  return {
    name: 'settle: window',
    sql: `SELECT ${COMPACT_SELECT}
FROM spans
WHERE ${TRACE}${from}
ORDER BY spans.start_time, spans.span_id, received_at DESC
LIMIT {limit:UInt32}`,
    params: {
      ...{ project: projectId, trace: traceId, first, last, limit },
      ...(after === undefined ? {} : { after_start: after.timeNs, after_span: after.spanId }),
    },
  }
}

const AFTER = `
  AND (start_time, span_id) > (fromUnixTimestamp64Nano({after_start:Int64}, 'UTC'), toFixedString(unhex({after_span:String}), 8))
  AND start_time >= fromUnixTimestamp64Nano({after_start:Int64}, 'UTC')`

export async function readOutline(
  connection: Connection,
  projectId: string,
  traceId: string,
): Promise<TraceOutline | undefined> {
  const [extent] = await readExtents(connection, projectId, [traceId], ['span'])
  if (extent === undefined) return undefined
  const group = { ...extent, traceIds: [traceId] }
  const [[outline = []], rows] = await Promise.all([
    connection.tuples(outlineStatement(projectId, extent)),
    connection.tuples(previousStatement(projectId, group)),
  ])
  const refs = outline.map((pair): TimedSpanRef => {
    const [spanId, timeNs] = pair as [string, string]
    return { traceId, spanId, timeNs: BigInt(timeNs) }
  })
  const known = refs.filter(({ spanId }) => spanId !== '')
  const spans = known.length === 0 ? [] : await readSent(connection, projectId, known)
  return {
    traceId,
    root: spans.find(({ spanId }) => spanId === refs[0]?.spanId),
    firsts: spans,
    previous: rows[0] === undefined ? undefined : previous(rows[0]).previous,
  }
}

/** Spans without what their log records and their trace say of them. */
async function readSent(
  connection: Connection,
  projectId: string,
  refs: readonly TimedSpanRef[],
): Promise<CompactSpan[]> {
  const [tuples, rereads] = await Promise.all([
    connection.tuples(spansAtStatement(projectId, COMPACT_SELECT, refs)),
    readRereads(connection, rereadsAtStatement(projectId, refs)),
  ])
  const spans = tuples.map((tuple) => compactSpan(tuple, rereads))
  return spans.sort((a, b) => (a.startTimeNs < b.startTimeNs ? -1 : 1))
}

/** The spans of a trace that begin after one of them, `maxSpans` at most, and what is known of them. */
export async function readWindow(
  connection: Connection,
  projectId: string,
  traceId: string,
  after: TimedSpanRef | undefined,
  maxSpans: number,
): Promise<SettleInput> {
  const nothing = {
    traceId,
    spans: [],
    contentLogs: [],
    balances: [],
    patchPrints: new Map(),
    previous: undefined,
    cut: false,
  }
  const [extent] = await readExtents(connection, projectId, [traceId], ['span'])
  if (extent === undefined) return nothing
  const tuples = await connection.tuples(windowStatement(projectId, extent, after, maxSpans + 1))
  const sent = distinctSpans(tuples.map((tuple) => compactSpan(tuple, NO_REREADS)))
  const [first, last] = [sent[0], sent.at(-1)]
  if (first === undefined || last === undefined) return nothing
  const window = { traceId, traceIds: [traceId], first: first.startTimeNs, last: last.startTimeNs }
  const [logExtent] = await readExtents(connection, projectId, [traceId], ['content_log'])
  const [rereads, balances, prints, logs] = await Promise.all([
    readRereads(connection, rereadsOfWindowStatement(projectId, window)),
    connection.tuples(balancesStatement(projectId, window)),
    connection.tuples(windowPrintsStatement(projectId, window)),
    logExtent === undefined ? [] : connection.tuples(windowLogsStatement(projectId, window, logExtent)),
  ])
  return {
    ...nothing,
    spans: rereads.size === 0 ? sent : distinctSpans(tuples.map((tuple) => compactSpan(tuple, rereads))),
    balances: balances.map((tuple) => balance(tuple).balance),
    patchPrints: new Map(prints.map(([, spanId, print]) => [String(spanId), String(print)])),
    contentLogs: logs.map(contentLog),
    cut: tuples.length > maxSpans,
  }
}
