import { describe, expect, it } from 'vitest'
import type { UsageTotals } from './capture-truth.ts'
import { checkTotals } from './check-totals.ts'
import { listCaptures, readCapture } from './corpus.ts'
import { settleCapture, usageOf } from './settle-capture.ts'

const whole = listCaptures(/^(python-otel-genai-openai.*|python-openinference-openai|node-openinference-openai)$/)

/** LlamaIndex tells of the making of a request as if that were a call. */
const TOLD_TOO_OFTEN = ['python-openinference-llamaindex agent']

describe('traces of real libraries', () => {
  it.each(whole)('of $library are billed for what $scenario used, no token twice', ({ library, scenario }) => {
    const capture = readCapture(library, scenario)
    const settled = settleCapture(capture)
    expect(settled.size).toBeGreaterThan(0)
    const { per_trace_emitted: expected, comparable } = capture.truth.totals
    expect(comparable).toBe(true)
    for (const [traceId, { balances, index }] of settled) {
      const usage = usageOf(balances)
      expect(usage).toEqual(expected[traceId] ?? usageOf([]))
      expect(index?.inputTokens ?? 0).toBe(usage.input_tokens + usage.embedding_input_tokens)
      expect(index?.outputTokens ?? 0).toBe(usage.output_tokens)
    }
    expect(Object.keys(expected).filter((traceId) => !settled.has(traceId))).toEqual([])
  })

  it('are billed in every dialect for what their libraries told', () => {
    const checked = listCaptures().flatMap(({ library, scenario }) => checkTotals(readCapture(library, scenario)))
    expect(checked.length).toBeGreaterThan(1_000)
    expect(checked.filter(({ isRight }) => !isRight)).toEqual([])
  })

  it('are billed for two calls that share a span, of which one is told by a log record alone', () => {
    const { truth, ...capture } = readCapture('python-openinference-adk', 'tool')
    const balances = [...settleCapture({ truth, ...capture }).values()].flatMap((trace) => trace.balances)
    expect(usageOf(balances)).toEqual(truth.totals.truth)
  })

  it('are never billed for more than there was, though two libraries tell of it in two traces', () => {
    const dearer = comparable().flatMap(({ library, scenario, truth, settled }) => {
      const most = billed(truth.totals.truth)
      const all = billed(usageOf([...settled.values()].flatMap(({ balances }) => balances)))
      return all.some((amount, at) => amount > (most[at] ?? 0)) ? [`${library} ${scenario}`] : []
    })
    expect(dearer).toEqual([])
  })

  it('are counted once each, also where nobody told what they used', () => {
    const more = comparable().flatMap(({ library, scenario, truth, settled }) => {
      const balances = [...settled.values()].flatMap((trace) => trace.balances)
      const calls = balances.reduce((sum, balance) => sum + balance.calls - balance.errors, 0)
      const { llm_calls, embedding_calls } = truth.totals.truth
      return calls > llm_calls + embedding_calls ? [`${library} ${scenario}`] : []
    })
    expect(more).toEqual(TOLD_TOO_OFTEN)
  })
})

function comparable() {
  return listCaptures()
    .map(({ library, scenario }) => readCapture(library, scenario))
    .filter(({ truth }) => truth.totals.comparable)
    .map((capture) => ({ ...capture, settled: settleCapture(capture) }))
}

/** Without cache and reasoning, which `expect.json` tells in its totals even where a library does not send them. */
function billed(usage: UsageTotals): number[] {
  const { llm_calls, input_tokens, output_tokens, embedding_calls, embedding_input_tokens } = usage
  return [llm_calls, input_tokens, output_tokens, embedding_calls, embedding_input_tokens]
}
