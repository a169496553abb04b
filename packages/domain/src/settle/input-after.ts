import { balancesAfter } from './ledger-balances.ts'
import type { SettleInput, TraceFacts } from './trace-facts.ts'

/**
 * What reading a trace again gives once its facts are written, so that whoever wrote them need not read. Undefined where that is not
 * known: content that a patch copies is seen by the store alone.
 */
export function inputAfter(input: SettleInput, { index, entries, patches }: TraceFacts): SettleInput | undefined {
  if (patches.some(({ fills }) => fills.length > 0)) return undefined
  const patchPrints = new Map(input.patchPrints)
  for (const { spanId, print } of patches) {
    if (print === '') patchPrints.delete(spanId)
    else patchPrints.set(spanId, print)
  }
  return {
    ...input,
    balances: balancesAfter(input.balances, entries),
    previous: { version: index.version, startTimeNs: index.startTimeNs },
    patchPrints,
  }
}
