import type { CompactSpan, ContentLog, LedgerBalance, SettleInput } from '@pyflare/domain'
import type { Connection } from '../connection.ts'
import { readRereads, rereadsOfTracesStatement } from '../normalization/rereads.ts'
import { compactSpan, compactSpansStatement, isCut } from './compact-spans.ts'
import { contentLog, contentLogsStatement } from './content-logs.ts'
import { balance, balancesStatement, previous, previousStatement } from './earlier-facts.ts'
import { patchPrintsStatement } from './patch-prints.ts'
import { type Extent, type ExtentGroup, groupByTime, readSettleExtents } from './trace-extents.ts'

interface Draft {
  spans: CompactSpan[]
  /** The last of its rows. */
  row: readonly unknown[]
  contentLogs: ContentLog[]
  balances: LedgerBalance[]
  patchPrints: Map<string, string>
  previous: SettleInput['previous']
}

type Drafts = Map<string, Draft>

const IDS_PER_LOOKUP = 1_000

export interface TracesToRead {
  projectId: string
  traceIds: readonly string[]
  /** By trace, the spans that just came. */
  arrived: ReadonlyMap<string, readonly CompactSpan[]>
  maxSpansPerTrace: number
}

/** Everything that settling knows of the traces, in the order of the ids. A trace that nothing is known of is empty. */
export async function readTraces(connection: Connection, wanted: TracesToRead): Promise<SettleInput[]> {
  const { projectId, traceIds, arrived, maxSpansPerTrace } = wanted
  const drafts: Drafts = new Map()
  for (const traceId of traceIds) {
    drafts.set(traceId, {
      spans: [],
      row: [],
      contentLogs: [],
      balances: [],
      patchPrints: new Map(),
      previous: undefined,
    })
  }
  const ids = [...drafts.keys()]
  for (let from = 0; from < ids.length; from += IDS_PER_LOOKUP) {
    const chunk = ids.slice(from, from + IDS_PER_LOOKUP)
    const { spans, contentLogs } = await readSettleExtents(connection, projectId, chunk)
    const told = new Set(contentLogs.map(({ traceId }) => traceId))
    const isNew = (extent: Extent) => !told.has(extent.traceId) && mayBeAll(arrived.get(extent.traceId), extent)
    const known = await withoutNew(connection, projectId, spans.filter(isNew), arrived, drafts)
    const stored = spans.filter((extent) => !isNew(extent) || known.has(extent.traceId))
    for (const group of groupByTime(stored)) await readSpans(connection, projectId, group, maxSpansPerTrace, drafts)
    for (const group of groupByTime(contentLogs)) await readContentLogs(connection, projectId, group, drafts)
  }
  return [...drafts].map(([traceId, { row, ...draft }]) =>
    isCut(row, draft.spans.length, maxSpansPerTrace)
      ? { traceId, ...draft, spans: [], contentLogs: [], cut: true }
      : { traceId, ...draft, cut: false },
  )
}

/** Whether the spans that came may be all that there are. */
function mayBeAll(arrived: readonly CompactSpan[] | undefined, { first, last }: Extent): boolean {
  if (arrived === undefined) return false
  const times = arrived.map(({ startTimeNs }) => startTimeNs)
  return times.some((time) => time === first) && times.some((time) => time === last)
}

/** Fills in the traces of which nothing was ever written. Returns the others. */
async function withoutNew(
  connection: Connection,
  projectId: string,
  extents: readonly Extent[],
  arrived: TracesToRead['arrived'],
  drafts: Drafts,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (const group of groupByTime(extents)) {
    for (const tuple of await connection.tuples(previousStatement(projectId, group))) known.add(previous(tuple).traceId)
  }
  for (const { traceId } of extents) {
    if (!known.has(traceId)) drafts.get(traceId)?.spans.push(...(arrived.get(traceId) ?? []))
  }
  return known
}

async function readSpans(
  connection: Connection,
  projectId: string,
  group: ExtentGroup,
  maxSpans: number,
  drafts: Drafts,
): Promise<void> {
  const [spans, rereads, balances, rows, prints] = await Promise.all([
    connection.tuples(compactSpansStatement(projectId, group, maxSpans)),
    readRereads(connection, rereadsOfTracesStatement(projectId, group.traceIds)),
    connection.tuples(balancesStatement(projectId, group)),
    connection.tuples(previousStatement(projectId, group)),
    connection.tuples(patchPrintsStatement(projectId, group.traceIds)),
  ])
  for (const tuple of spans) {
    const span = compactSpan(tuple, rereads)
    const draft = drafts.get(span.traceId)
    if (draft === undefined) continue
    draft.spans.push(span)
    draft.row = tuple
  }
  for (const tuple of balances) {
    const found = balance(tuple)
    drafts.get(found.traceId)?.balances.push(found.balance)
  }
  for (const tuple of rows) {
    const found = previous(tuple)
    const draft = drafts.get(found.traceId)
    if (draft !== undefined) draft.previous = found.previous
  }
  for (const [traceId, spanId, print] of prints) {
    drafts.get(String(traceId))?.patchPrints.set(String(spanId), String(print))
  }
}

async function readContentLogs(connection: Connection, projectId: string, group: ExtentGroup, drafts: Drafts) {
  for (const tuple of await connection.tuples(contentLogsStatement(projectId, group))) {
    const log = contentLog(tuple)
    drafts.get(log.traceId)?.contentLogs.push(log)
  }
}
