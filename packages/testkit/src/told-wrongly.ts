import type { Capture } from './corpus.ts'
import { normalizeCapture } from './normalize-capture.ts'

/** A span whose library counted otherwise than the provider, which nothing in the span says. */
export interface ToldWrongly {
  library: string
  scenario: string
  /** What the span says and what is true, for a person: `input_tokens 14 for 1114`. */
  told: string
}

/** Why nothing tells of such spans. */
export interface Silence {
  library: string
  scenario: string
  reason: string
}

const NODE_STREAMS =
  'Traceloop for Node counts the tokens of a stream by a tokenizer of its own, whether the provider sends usage or not. The span of a stream has the attributes of one of an answer in one piece.'
const STREAM_HELPER =
  'Traceloop counts the output at the beginning of a stream to that at its end. Of `messages.stream` it writes no attribute that says it was a stream.'

/** A test holds this list to what is measured: each such capture has a reason, and no reason is left over. */
export const SILENCES: readonly Silence[] = [
  { library: 'node-traceloop', scenario: 'stream', reason: NODE_STREAMS },
  { library: 'node-traceloop', scenario: 'stream_nousage', reason: NODE_STREAMS },
  { library: 'python-traceloop-anthropic', scenario: 'stream_helper', reason: STREAM_HELPER },
  { library: 'python-traceloop-old050-anthropic', scenario: 'stream_helper', reason: STREAM_HELPER },
]

/** The spans of a capture whose wrong or invented usage is not marked as estimated, incomplete or missing. */
export function toldWrongly(capture: Capture): ToldWrongly[] {
  const { library, scenario, truth } = capture
  const spans = normalizeCapture(capture)
  return truth.spans.flatMap((span) => {
    const { observed_values: values = {}, observed } = span
    const columns = spans.get(observed.primary ?? '')?.columns
    const isMarked = columns === undefined || columns.usageEstimated || columns.usageIncomplete || columns.usageMissing
    if (isMarked || Object.keys(values).length === 0) return []
    const isInvented = span.usage_sent_by_provider === false
    const told = Object.entries(values).map(([field, value]) => {
      const sent = isInvented ? 'none' : String(Reflect.get(span, field))
      return `${field} ${value} for ${sent}`
    })
    return [{ library, scenario, told: told.join(', ') }]
  })
}
