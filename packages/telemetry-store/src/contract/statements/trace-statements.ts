import type { Statement } from '../../clickhouse/connection.ts'
import { countTracesStatement } from '../../clickhouse/queries/count-traces.ts'
import { encodeCursor } from '../../clickhouse/queries/cursor.ts'
import { extentStatement } from '../../clickhouse/queries/extent.ts'
import { getTraceStatement } from '../../clickhouse/queries/get-trace.ts'
import { evaluationsStatement } from '../../clickhouse/queries/list-evaluations.ts'
import {
  costsStatement,
  patchesStatement,
  rereadsStatement,
  spanKeysStatement,
  spansStatement,
} from '../../clickhouse/queries/list-spans.ts'
import { listTracesStatement } from '../../clickhouse/queries/list-traces.ts'
import { rootAttributesStatement } from '../../clickhouse/queries/root-attributes.ts'
import { traceContextStatement } from '../../clickhouse/queries/trace-context.ts'
import { traceHistogramStatement, traceRangeStatement } from '../../clickhouse/queries/trace-histogram.ts'
import type { TraceFilter } from '../../reader.ts'
import { EXTENT, foreign, PROJECT, RANGE, SPAN, TRACE } from './foreign.ts'

const EVERY_FILTER: Required<TraceFilter> = {
  ...RANGE,
  service: foreign('service'),
  model: foreign('model'),
  status: 'error',
  name: foreign('name'),
  environment: foreign('environment'),
  userId: foreign('user'),
  sessionId: foreign('session'),
  release: foreign('release'),
  tag: foreign('tag'),
  minDurationMs: 1.5,
  maxDurationMs: 2_000,
  minCostUsd: 0.25,
  text: foreign('refund 50%_'),
}
const SPANS = { projectId: PROJECT, traceId: TRACE, limit: 100 }
const AFTER_SPAN = encodeCursor('spans', [String(EXTENT.first), SPAN])
const AFTER_EVALUATION = encodeCursor('evaluations', [String(EXTENT.first), TRACE])
const KEYS = [
  { id: SPAN, start_ns: String(EXTENT.first), bytes: '10' },
  { id: 'fedcba9876543210', start_ns: String(EXTENT.last), bytes: '10' },
]
const afterTrace = (sort: string) => encodeCursor(`traces:${sort}`, ['42', String(EXTENT.first), TRACE])

/** Each with everything that can be asked, by the name of its golden file. */
export const TRACE_STATEMENTS: Readonly<Record<string, Statement>> = {
  'list-traces': listTracesStatement({ ...EVERY_FILTER, limit: 100, cursor: afterTrace('start_time') }),
  'list-traces-of-a-project': listTracesStatement({ projectId: PROJECT, limit: 100, offset: 200 }),
  'list-traces-by-duration': listTracesStatement({
    ...RANGE,
    limit: 100,
    sort: 'duration',
    cursor: afterTrace('duration'),
  }),
  'list-traces-by-cost': listTracesStatement({ ...RANGE, limit: 100, sort: 'cost', cursor: afterTrace('cost') }),
  'list-traces-by-tokens': listTracesStatement({ ...RANGE, limit: 100, sort: 'tokens', cursor: afterTrace('tokens') }),
  'count-traces': countTracesStatement(EVERY_FILTER),
  'trace-histogram': traceHistogramStatement(
    { ...EVERY_FILTER, buckets: 96 },
    { start: EXTENT.first, end: EXTENT.last },
  ),
  'trace-range': traceRangeStatement(EVERY_FILTER),
  'get-trace': getTraceStatement(PROJECT, EXTENT),
  'root-attributes': rootAttributesStatement(PROJECT, EXTENT, SPAN),
  'list-spans-keys': spanKeysStatement({ ...SPANS, cursor: AFTER_SPAN }, EXTENT),
  'list-spans': spansStatement(SPANS, KEYS),
  'list-spans-patches': patchesStatement(SPANS, KEYS),
  'list-spans-rereads': rereadsStatement(SPANS, KEYS),
  'list-spans-context': traceContextStatement(PROJECT, EXTENT),
  'list-spans-costs': costsStatement(SPANS, KEYS, EXTENT),
  'list-evaluations': evaluationsStatement(
    { ...RANGE, name: foreign('name'), sessionId: foreign('session'), limit: 100, cursor: AFTER_EVALUATION },
    undefined,
  ),
  'list-evaluations-of-a-trace': evaluationsStatement(SPANS, EXTENT),
  'list-evaluations-of-a-span': evaluationsStatement({ ...SPANS, spanId: SPAN }, undefined),
  extent: extentStatement(PROJECT),
}
