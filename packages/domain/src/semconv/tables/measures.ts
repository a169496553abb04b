import type { OperationKind } from '../../telemetry/span-columns.ts'

/** What metrics of model calls measure (4.14), whoever names them. */
export const MEASURES = [
  'genai.tokens',
  'genai.duration',
  'genai.ttft',
  'genai.tpot',
  'genai.cost',
  'genai.inference_calls',
  'genai.tool_calls',
] as const

export type Measure = (typeof MEASURES)[number]

/** In which unit values of a measure are told, whatever unit a metric has. */
export const MEASURE_UNITS: Readonly<Record<Measure, string>> = {
  'genai.tokens': '{token}',
  'genai.duration': 's',
  'genai.ttft': 's',
  'genai.tpot': 's',
  'genai.cost': 'USD',
  'genai.inference_calls': '{call}',
  'genai.tool_calls': '{call}',
}

export interface MeasureRule {
  measure: Measure
  pattern: RegExp
  /** The kind of token, where the name says it. */
  tokenType?: string
  /** The kind of operation, where the name says it and the point may not. */
  operation?: OperationKind
}

const tokens = (tokenType: string, pattern: RegExp): MeasureRule => ({ measure: 'genai.tokens', tokenType, pattern })
const duration = (operation: OperationKind, pattern: RegExp): MeasureRule => ({
  measure: 'genai.duration',
  operation,
  pattern,
})

/**
 * The first pattern that matches a metric's name. Of several metrics that tell of the same calls the one whose rule comes first counts:
 * the client's words come before the server's, of which clients' libraries make use too.
 */
export const MEASURE_RULES: readonly MeasureRule[] = [
  { measure: 'genai.inference_calls', pattern: /^gen_ai\.invoke_agent\.inference_calls$/ },
  { measure: 'genai.tool_calls', pattern: /^gen_ai\.invoke_agent\.tool_calls$/ },
  { measure: 'genai.ttft', pattern: /^gen_ai\.client\.(.+\.)?time_to_first_(chunk|token)$/ },
  { measure: 'genai.ttft', pattern: /^gen_ai\.server\.(.+\.)?time_to_first_(chunk|token)$/ },
  { measure: 'genai.ttft', pattern: /^llm\.(.+\.)?streaming_time_to_first_token$/ },
  { measure: 'genai.ttft', pattern: /^(strands\.model\.time_to_first_token|vllm:time_to_first_token_seconds)$/ },
  { measure: 'genai.tpot', pattern: /^gen_ai\.client\.(.+\.)?time_per_output_(chunk|token)$/ },
  { measure: 'genai.tpot', pattern: /^gen_ai\.server\.(.+\.)?time_per_output_(chunk|token)$/ },
  { measure: 'genai.tpot', pattern: /^vllm:(request_)?(time_per_output_token|inter_token_latency)_seconds$/ },
  tokens(
    'cache_read',
    /^(gen_ai\.client\.(.+\.)?cache_read\.input_tokens|strands\.event_loop\.cache_read\.input\.tokens)$/,
  ),
  tokens(
    'cache_write',
    /^(gen_ai\.client\.(.+\.)?cache_(write|creation)\.input_tokens|strands\.event_loop\.cache_write\.input\.tokens)$/,
  ),
  tokens('reasoning', /^gen_ai\.client\.(.+\.)?reasoning\.output_tokens$/),
  { measure: 'genai.tokens', pattern: /^gen_ai\.client\.token\.usage$/ },
  tokens('input', /^(gen_ai\.client\.(.+\.)?input_tokens|strands\.event_loop\.input\.tokens)$/),
  tokens('output', /^(gen_ai\.client\.(.+\.)?output_tokens|strands\.event_loop\.output\.tokens)$/),
  tokens('input', /^vllm:prompt_tokens(_total)?$/),
  tokens('output', /^vllm:generation_tokens(_total)?$/),
  { measure: 'genai.tokens', pattern: /^llm\.(.+\.)?completions?\.tokens$|^llm\.(.+\.)?chat_completions\.tokens$/ },
  { measure: 'genai.cost', pattern: /^(gen_ai\.usage\.cost|gen_ai\.client\.token\.cost|operation\.cost)$/ },
  { measure: 'genai.duration', pattern: /^gen_ai\.client\.(operation|inference|response)(\.duration)?$/ },
  { measure: 'genai.duration', pattern: /^gen_ai\.server\.request\.duration$/ },
  duration('agent', /^gen_ai\.invoke_agent\.duration$/),
  duration('chain', /^gen_ai\.(invoke_)?workflow\.duration$/),
  duration('tool', /^(gen_ai\.execute_tool|strands\.tool)\.duration$/),
  duration('chat', /^(strands\.event_loop\.latency|vllm:e2e_request_latency_seconds)$/),
  { measure: 'genai.duration', pattern: /^llm\.(.+\.)?(chat_)?completions?\.duration$/ },
]

/** Attributes of a point that say which tokens it counts. */
export const TOKEN_TYPE_KEYS = ['gen_ai.token.type', 'gen_ai.usage.token_type', 'llm.usage.token_type'] as const
export const MODALITY_KEYS = ['gen_ai.token.modality'] as const

/** Parts of other tokens: cache is input and reasoning is output already. They are told, and never added to these. */
export const TOKEN_PARTS: readonly string[] = ['cache_read', 'cache_write', 'reasoning', 'total']

/** Other words for types of tokens. */
export const TOKEN_TYPES: ReadonlyMap<string, string> = new Map([
  ['prompt', 'input'],
  ['completion', 'output'],
  ['cached', 'cache_read'],
  ['cache_creation', 'cache_write'],
])
