import type { UsageTotals } from './capture-truth.ts'
import type { CheckedField } from './check-capture.ts'
import type { Capture } from './corpus.ts'
import { settleCapture, usageOf } from './settle-capture.ts'

/** Without cache and reasoning, which `expect.json` tells in its totals even where a library does not send them. */
const BILLED = ['llm_calls', 'input_tokens', 'output_tokens', 'embedding_calls', 'embedding_input_tokens'] as const

/**
 * What each trace of a capture is billed for, settled, against what its library told of it: `total_input_tokens` and so on, of
 * those that are not 0 on both sides. None where the truth says that totals cannot be compared.
 */
export function checkTotals(capture: Capture): CheckedField[] {
  const { library, scenario, truth } = capture
  const { per_trace_emitted: told, comparable } = truth.totals
  if (!comparable) return []
  const settled = settleCapture(capture)
  const about = { library, scenario, dialect: truth.dialect, role: 'trace' }
  return Object.entries(told).flatMap(([traceId, expected]) => {
    const found = usageOf(settled.get(traceId)?.balances ?? [])
    return askedOf(expected, found).map((name) => ({
      ...about,
      spanId: traceId,
      field: `total_${name}`,
      isRight: found[name] === expected[name],
      expected: String(expected[name]),
      found: String(found[name]),
    }))
  })
}

function askedOf(expected: UsageTotals, found: UsageTotals): (typeof BILLED)[number][] {
  return BILLED.filter((name) => expected[name] > 0 || found[name] > 0)
}
