import type { Connection, Statement } from '../connection.ts'

/** When the records of one kind of a trace began: first and last, in nanoseconds. */
export interface Extent {
  traceId: string
  first: bigint
  last: bigint
}

export type RecordKind = 'span' | 'log' | 'content_log'

/**
 * That a row is of one of the traces. As a subquery, for that is what indexes are used with: a list that a function makes
 * is compared row by row.
 */
export const AMONG_TRACES = 'trace_id IN (SELECT toFixedString(unhex(arrayJoin({traces:Array(String)})), 16))'

/** Finds traces by id alone. Without it a read would have to look into every day that the project has. */
export function extentsStatement(projectId: string, traceIds: readonly string[], records: RecordKind[]): Statement {
  return {
    name: 'trace extents',
    sql: `SELECT
  lower(hex(trace_id)) AS trace,
  toUnixTimestamp64Nano(min(first_time)) AS first,
  toUnixTimestamp64Nano(max(last_time)) AS last
FROM trace_extents
WHERE project_id = {project:String}
  AND ${AMONG_TRACES}
  AND record IN ({records:Array(String)})
GROUP BY trace_id`,
    params: { project: projectId, traces: traceIds, records },
  }
}

/** The same for spans and for content logs, told apart. */
export function settleExtentsStatement(projectId: string, traceIds: readonly string[]): Statement {
  return {
    name: 'settle: extents',
    sql: `SELECT
  lower(hex(trace_id)) AS trace,
  toUnixTimestamp64Nano(min(first_time)) AS first,
  toUnixTimestamp64Nano(max(last_time)) AS last,
  record
FROM trace_extents
WHERE project_id = {project:String}
  AND ${AMONG_TRACES}
  AND record IN ('span', 'content_log')
GROUP BY trace_id, record`,
    params: { project: projectId, traces: traceIds },
  }
}

export async function readSettleExtents(
  connection: Connection,
  projectId: string,
  traceIds: readonly string[],
): Promise<{ spans: Extent[]; contentLogs: Extent[] }> {
  const rows = await connection.tuples(settleExtentsStatement(projectId, traceIds))
  return {
    spans: rows.filter((row) => row[3] === 'span').map(extentOf),
    contentLogs: rows.filter((row) => row[3] === 'content_log').map(extentOf),
  }
}

export async function readExtents(
  connection: Connection,
  projectId: string,
  traceIds: readonly string[],
  records: RecordKind[],
): Promise<Extent[]> {
  const rows = await connection.tuples(extentsStatement(projectId, traceIds, records))
  return rows.map(extentOf)
}

function extentOf([traceId, first, last]: readonly unknown[]): Extent {
  return { traceId: String(traceId), first: BigInt(String(first)), last: BigInt(String(last)) }
}

/** Traces that can be read together, and the range of time that holds all of them. */
export interface ExtentGroup {
  traceIds: string[]
  first: bigint
  last: bigint
}

const GROUP_TRACES = 500
const GROUP_SPAN_NS = 3_600_000_000_000n

/**
 * Groups traces that lie close together in time, so that one old trace among new ones does not make a read scan all the
 * time between. A trace longer than a group may be has a group of its own or leads one.
 */
export function groupByTime(extents: readonly Extent[]): ExtentGroup[] {
  const groups: ExtentGroup[] = []
  const inOrder = [...extents].sort((a, b) => (a.first < b.first ? -1 : 1))
  for (const { traceId, first, last } of inOrder) {
    const group = groups.at(-1)
    const fits =
      group !== undefined &&
      group.traceIds.length < GROUP_TRACES &&
      (first <= group.last || last - group.first <= GROUP_SPAN_NS)
    if (fits) {
      group.traceIds.push(traceId)
      if (last > group.last) group.last = last
    } else {
      groups.push({ traceIds: [traceId], first, last })
    }
  }
  return groups
}
