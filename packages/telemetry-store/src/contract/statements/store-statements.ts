import type { Statement } from '../../clickhouse/connection.ts'
import { expiredStatements } from '../../clickhouse/maintenance/delete-expired.ts'
import { EXPIRING_TABLES } from '../../clickhouse/maintenance/expiring-tables.ts'
import { usageStatement } from '../../clickhouse/maintenance/usage.ts'
import {
  earlierReadersStatement,
  rereadsAtStatement,
  rereadsOfTracesStatement,
  rereadsOfWindowStatement,
} from '../../clickhouse/normalization/rereads.ts'
import {
  storedKeysStatement,
  storedSpanStatement,
  storedSpansStatement,
} from '../../clickhouse/normalization/stored-spans.ts'
import { versionsStatement } from '../../clickhouse/normalization/versions.ts'
import { claimsStatement } from '../../clickhouse/settlement/claims.ts'
import { COMPACT_SELECT, compactSpansStatement } from '../../clickhouse/settlement/compact-spans.ts'
import { contentLogsStatement, windowLogsStatement } from '../../clickhouse/settlement/content-logs.ts'
import { balancesStatement, previousStatement } from '../../clickhouse/settlement/earlier-facts.ts'
import { CONTENT_SELECT } from '../../clickhouse/settlement/fill-patches.ts'
import { patchPrintsStatement, windowPrintsStatement } from '../../clickhouse/settlement/patch-prints.ts'
import { patchesAtStatement, spansAtStatement } from '../../clickhouse/settlement/tellings.ts'
import { extentsStatement, settleExtentsStatement } from '../../clickhouse/settlement/trace-extents.ts'
import { outlineStatement, windowStatement } from '../../clickhouse/settlement/trace-windows.ts'
import { EXTENT, foreign, PROJECT, RANGE, TRACE } from './foreign.ts'

/** Settling is given ids that were hexadecimal when they were received; statements do not rely on that. */
const REFS = [{ traceId: TRACE, spanId: foreign('span'), timeNs: EXTENT.first }]
const GROUP = { ...EXTENT, traceIds: [TRACE, foreign('trace')] }

const STORED = { projectId: PROJECT, startTimeNs: EXTENT.first, endTimeNs: EXTENT.last }
const STORED_PAGE = [{ trace: TRACE, span: foreign('span'), start_ns: String(EXTENT.first), bytes: '1' }]

const EXPIRED = EXPIRING_TABLES.flatMap((target): [string, Statement][] => {
  const { count, delete: deletion } = expiredStatements(PROJECT, target, RANGE.startTime)
  const name = `${target.table.replaceAll('_', '-')}-of-${target.signal}`
  return [
    [`expired-${name}`, count],
    [`delete-expired-${name}`, deletion],
  ]
})

/** What the store reads and deletes for itself, by the name of its golden file. */
export const STORE_STATEMENTS: Readonly<Record<string, Statement>> = {
  'trace-extents': extentsStatement(PROJECT, GROUP.traceIds, ['span', 'content_log']),
  'settle-extents': settleExtentsStatement(PROJECT, GROUP.traceIds),
  'settle-spans': compactSpansStatement(PROJECT, GROUP, 10_000),
  'settle-content-logs': contentLogsStatement(PROJECT, GROUP),
  'settle-balances': balancesStatement(PROJECT, GROUP),
  'settle-previous': previousStatement(PROJECT, GROUP),
  'settle-claims': claimsStatement(PROJECT, { responses: [foreign('response')], ...EXTENT }),
  'settle-patch-prints': patchPrintsStatement(PROJECT, GROUP.traceIds),
  'settle-spans-elsewhere': spansAtStatement(PROJECT, COMPACT_SELECT, REFS),
  'settle-content-elsewhere': spansAtStatement(PROJECT, CONTENT_SELECT, REFS),
  'settle-patches-elsewhere': patchesAtStatement(PROJECT, REFS),
  'settle-outline': outlineStatement(PROJECT, EXTENT),
  'settle-window': windowStatement(PROJECT, EXTENT, REFS[0], 10_001),
  'settle-window-logs': windowLogsStatement(PROJECT, EXTENT, EXTENT),
  'settle-window-prints': windowPrintsStatement(PROJECT, EXTENT),
  'settle-window-rereads': rereadsOfWindowStatement(PROJECT, EXTENT),
  'settle-rereads': rereadsOfTracesStatement(PROJECT, GROUP.traceIds),
  'settle-rereads-elsewhere': rereadsAtStatement(PROJECT, REFS),
  'earlier-readers': earlierReadersStatement(PROJECT, REFS),
  'normalizer-versions': versionsStatement(STORED),
  'stored-keys': storedKeysStatement({ ...STORED, olderThan: { normalizerVersion: 7 }, limit: 100 }),
  'stored-spans': storedSpansStatement({ ...STORED, limit: 100 }, STORED_PAGE),
  'stored-span': storedSpanStatement(PROJECT, EXTENT, foreign('span')),
  usage: usageStatement(PROJECT),
  ...Object.fromEntries(EXPIRED),
}
