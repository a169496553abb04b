import { afterAll, beforeAll, expect, it } from 'vitest'
import { getTraceStatement } from '../clickhouse/queries/get-trace.ts'
import { spanKeysStatement } from '../clickhouse/queries/list-spans.ts'
import { claimsStatement } from '../clickhouse/settlement/claims.ts'
import { compactSpansStatement } from '../clickhouse/settlement/compact-spans.ts'
import { contentLogsStatement } from '../clickhouse/settlement/content-logs.ts'
import { balancesStatement, previousStatement } from '../clickhouse/settlement/earlier-facts.ts'
import { patchPrintsStatement } from '../clickhouse/settlement/patch-prints.ts'
import { extentsStatement } from '../clickhouse/settlement/trace-extents.ts'
import { entry, indexRow } from './facts.ts'
import { hex, log, logBatch, NOON_NS, span, spanId, traceBatch, traceId } from './records.ts'
import { openTestStore, sql, type TestStore } from './test-store.ts'

/** Traces are looked for by the hundred with each block: none of that may read what other traces have. */
let test: TestStore
const TRACES = [1, 2].map((each) => hex(traceId(each)))
const PAGE_OF_SPANS = { projectId: 'project-a', traceId: hex(traceId(1)), limit: 10 }
const RESPONSE = 'ab'.repeat(16)
const GROUP = { traceIds: TRACES, first: NOON_NS, last: NOON_NS }

beforeAll(async () => {
  test = await openTestStore()
  await test.store.writer.insertBlock({ signal: 'trace', batches: [traceBatch(span())], token: 's' })
  await test.store.writer.insertBlock({
    signal: 'log',
    batches: [logBatch(log({ traceId: traceId(1), isContent: true }))],
    token: 'l',
  })
  const patch = { spanId: hex(spanId(1)), columns: { user_id: 'u' }, fills: [], print: 'p', version: 1 }
  const facts = { index: indexRow(), replacesStartTimeNs: undefined, patches: [patch], entries: [entry()] }
  await test.store.settlement.write('project-a', [facts])
  const claim = { response: RESPONSE, traceId: TRACES[0] ?? '', spanId: hex(spanId(1)), timeNs: NOON_NS, version: 1 }
  const telling = { scopeName: 's', worth: 1, told: 't', verdict: 'counts', withdrawn: false }
  await test.store.settlement.writeClaims('project-a', [{ ...claim, ...telling }])
})

afterAll(() => test.close())

async function plan({ sql: statement, params }: { sql: string; params: object }): Promise<string> {
  const bound = Object.entries(params).map(([name, value]) => [
    name,
    Array.isArray(value) ? `[${value.map((each) => `'${each}'`).join()}]` : String(value),
  ])
  const lines = await sql<{ explain: string }>(test, `EXPLAIN indexes = 1 ${statement}`, Object.fromEntries(bound))
  return lines.map((line) => line.explain).join('\n')
}

it.each([
  ['the extents of traces', extentsStatement('project-a', TRACES, ['span']), 'trace_id in 2-element set'],
  ['their spans', compactSpansStatement('project-a', GROUP, 10), 'Name: by_trace'],
  ['their logs', contentLogsStatement('project-a', GROUP), 'Name: by_trace'],
  ['their balances', balancesStatement('project-a', GROUP), 'trace_id in 2-element set'],
  ['their index rows', previousStatement('project-a', GROUP), 'trace_id in 2-element set'],
  ['what was patched', patchPrintsStatement('project-a', TRACES), 'trace_id in 2-element set'],
  [
    'claims',
    claimsStatement('project-a', { responses: [RESPONSE], first: NOON_NS, last: NOON_NS }),
    'response in 1-element set',
  ],
  ['one index row', getTraceStatement('project-a', { ...GROUP, traceId: TRACES[0] ?? '' }), 'Name: by_trace'],
  [
    'the spans of a page',
    spanKeysStatement(PAGE_OF_SPANS, { ...GROUP, traceId: PAGE_OF_SPANS.traceId }),
    'Name: by_trace',
  ],
])('finds %s by an index', async (_what, statement, used) => {
  expect(await plan(statement)).toContain(used)
})
