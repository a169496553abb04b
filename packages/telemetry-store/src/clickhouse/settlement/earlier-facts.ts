import type { LedgerBalance, SettleInput } from '@pyflare/domain'
import type { Statement } from '../connection.ts'
import { AMONG_TRACES, type ExtentGroup } from './trace-extents.ts'

/** What the ledger holds of the spans of a group, by span and fingerprint; what sums to nothing is left out. */
export function balancesStatement(projectId: string, group: ExtentGroup): Statement {
  return {
    name: 'settle: balances',
    sql: `SELECT
  lower(hex(trace_id)), lower(hex(span_id)), fingerprint, toUnixTimestamp64Nano(any(ledger.time)),
  ${DIMENSIONS.map((column) => `any(ledger.${column})`).join(', ')},
  ${AMOUNTS.map((column) => `sum(ledger.${column}) AS ${column}`).join(', ')}
FROM ledger
WHERE project_id = {project:String}
  AND time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND ${AMONG_TRACES}
GROUP BY trace_id, span_id, fingerprint
HAVING ${AMOUNTS.map((column) => `${column} != 0`).join(' OR ')}
ORDER BY trace_id, span_id, fingerprint`,
    params: { project: projectId, first: group.first, last: group.last, traces: group.traceIds },
  }
}

const DIMENSIONS = [
  'model_id',
  'model_version',
  'provider',
  'operation_kind',
  'service_name',
  'user_id',
  'session_id',
  'feature_id',
  'team',
  'environment',
  'release',
  'cost_source',
  'price_version',
] as const

const AMOUNTS = [
  'calls',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'input_cost_nanos',
  'output_cost_nanos',
  'cost_nanos',
] as const

export function balance(tuple: readonly unknown[]): { traceId: string; balance: LedgerBalance } {
  const [traceId, spanId, fingerprint, time, ...rest] = tuple.map(String)
  const text = (column: (typeof DIMENSIONS)[number]) => rest[DIMENSIONS.indexOf(column)] ?? ''
  const amount = (column: (typeof AMOUNTS)[number]) => rest[DIMENSIONS.length + AMOUNTS.indexOf(column)] ?? '0'
  return {
    traceId: traceId ?? '',
    balance: {
      spanId: spanId ?? '',
      fingerprint: fingerprint ?? '',
      timeNs: BigInt(time ?? '0'),
      modelId: text('model_id'),
      modelVersion: text('model_version'),
      provider: text('provider'),
      operationKind: text('operation_kind'),
      serviceName: text('service_name'),
      userId: text('user_id'),
      sessionId: text('session_id'),
      featureId: text('feature_id'),
      team: text('team'),
      environment: text('environment'),
      release: text('release'),
      costSource: text('cost_source') as LedgerBalance['costSource'],
      priceVersion: text('price_version'),
      calls: Number(amount('calls')),
      errors: Number(amount('errors')),
      inputTokens: Number(amount('input_tokens')),
      outputTokens: Number(amount('output_tokens')),
      cacheReadTokens: Number(amount('cache_read_tokens')),
      cacheWriteTokens: Number(amount('cache_write_tokens')),
      reasoningTokens: Number(amount('reasoning_tokens')),
      inputCostNanos: BigInt(amount('input_cost_nanos')),
      outputCostNanos: BigInt(amount('output_cost_nanos')),
      costNanos: BigInt(amount('cost_nanos')),
    },
  }
}

/** The newest index row of each trace of a group: its version, and the start that it stands under. */
export function previousStatement(projectId: string, group: ExtentGroup): Statement {
  return {
    name: 'settle: previous',
    sql: `SELECT lower(hex(trace_id)), max(version), toUnixTimestamp64Nano(argMax(start_time, version))
FROM trace_index
WHERE project_id = {project:String}
  AND start_time >= fromUnixTimestamp64Nano({first:Int64}, 'UTC')
  AND start_time <= fromUnixTimestamp64Nano({last:Int64}, 'UTC')
  AND ${AMONG_TRACES}
  AND is_deleted = 0
GROUP BY trace_id`,
    params: { project: projectId, first: group.first, last: group.last, traces: group.traceIds },
  }
}

export function previous(tuple: readonly unknown[]): { traceId: string; previous: SettleInput['previous'] } {
  const [traceId, version, startTime] = tuple.map(String)
  return { traceId: traceId ?? '', previous: { version: Number(version), startTimeNs: BigInt(startTime ?? '0') } }
}
