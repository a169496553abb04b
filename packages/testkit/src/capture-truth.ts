/** What a capture's program did, and what its library sent of it: `expect.json` (corpus/README.md). */
export interface CaptureTruth {
  library: string
  scenario: string
  dialect: string
  version: string
  spans: readonly TrueSpan[]
  /** What the program set for the whole run: user, session, tags, … */
  context: Readonly<Record<string, { value: unknown; emitted: boolean; evidence: readonly string[] }>>
  totals: {
    truth: UsageTotals
    emitted: UsageTotals
    per_trace_emitted: Readonly<Record<string, UsageTotals>>
    /** Whether a backend that neither doubles nor loses reaches `emitted`. */
    comparable: boolean
  }
  notes: readonly string[]
}

export interface UsageTotals {
  llm_calls: number
  input_tokens: number
  output_tokens: number
  cached_input_tokens: number
  cache_write_tokens: number
  reasoning_tokens: number
  embedding_calls: number
  embedding_input_tokens: number
}

export interface TrueMessage {
  role: string
  content: string
  tool_calls?: readonly { id: string; name: string; arguments: unknown }[]
  tool_call_id?: string
}

/**
 * How a field went out: as it was, not at all, without cache (`exclusive`), without thoughts, wrong, or message by message.
 */
export type Emitted = boolean | 'exclusive' | 'without_reasoning' | 'wrong' | readonly boolean[]

export interface TrueSpan {
  role:
    | 'llm'
    | 'embedding'
    | 'tool'
    | 'agent'
    | 'chain'
    | 'retriever'
    | 'span'
    | 'http'
    | 'db'
    | 'guardrail'
    | 'evaluator'
  name_hint: string
  provider?: string
  model_requested?: string
  model_response?: string
  response_id?: string
  finish_reason?: string | null
  finish_reason_accept?: readonly string[]
  error?: { http_status?: number; message?: string | null; exception?: string } | null
  params?: Readonly<Record<string, number>>
  input_messages?: readonly TrueMessage[]
  output_messages?: readonly TrueMessage[]
  output_reasoning?: string
  tool_definitions?: readonly unknown[]
  input_tokens?: number
  output_tokens?: number
  cached_input_tokens?: number
  cache_write_tokens?: number
  reasoning_tokens?: number
  input_texts?: readonly string[]
  vectors?: readonly (readonly number[])[]
  dims?: number
  tool_name?: string
  tool_args?: unknown
  tool_result?: string
  query?: string
  documents?: readonly { id?: string; content?: string; score?: number }[]
  /** By field name; false when the library made no span for it. */
  emitted: false | Readonly<Record<string, Emitted>>
  /** What the library says of fields that it sent wrong, or of usage that nobody sent. */
  observed_values?: Readonly<Record<string, number>>
  /** False where the provider counted nothing, as of streams that did not ask for it. */
  usage_sent_by_provider?: boolean
  /** The attributes that hold a field (corpus/README.md). */
  evidence?: Readonly<Record<string, readonly string[]>>
  observed: { span_ids: readonly string[]; primary: string | null; name?: string; kind_seen?: string | null }
}
