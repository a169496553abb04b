import type { SpanColumns } from '../telemetry/span-columns.ts'
import { compileRules } from './column-rule.ts'
import { field, isObject, jsonOf, structureOf } from './json.ts'
import { type PickContext, pickColumns } from './pick.ts'
import { COST_RULES } from './tables/usage.ts'
import { transform } from './transforms.ts'

const RULES = compileRules(COST_RULES)

type CostColumn = 'costReportedNanos' | 'costInputReportedNanos' | 'costOutputReportedNanos' | 'serviceTier'

/** What the client says the call cost (4.6). Zero for a call that used tokens is a client without a price, no price. */
export function readCost(context: PickContext, hasTokens: boolean): Pick<SpanColumns, CostColumn> {
  const told = pickColumns(context, RULES)
  const known = (nanos: bigint | undefined): bigint | undefined => (nanos === 0n && hasTokens ? undefined : nanos)
  const total = told.costReportedNanos ?? detailsSum(context)
  if (total !== undefined && told.costReportedNanos === undefined)
    context.recorder?.why('costReportedNanos', 'The sum of langfuse.observation.cost_details.')
  return {
    costReportedNanos: known(total),
    costInputReportedNanos: known(told.costInputReportedNanos),
    costOutputReportedNanos: known(told.costOutputReportedNanos),
    serviceTier: told.serviceTier ?? '',
  }
}

/** Langfuse's `cost_details` without a `total`. */
function detailsSum(context: PickContext): bigint | undefined {
  const value = context.reader.span.attributes.get('langfuse.observation.cost_details')
  const details = value === undefined ? undefined : structureOf(jsonOf(value))
  if (!isObject(details)) return undefined
  let sum: bigint | undefined
  for (const key of Object.keys(details)) {
    const nanos = transform('dollars', field(details, key) ?? null, context.times)
    if (typeof nanos === 'bigint') sum = (sum ?? 0n) + nanos
  }
  return sum
}
