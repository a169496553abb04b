/** What metrics of model calls measure (4.14), in both generations of the conventions, which still move. */
export type Measure =
  | 'genai.tokens'
  | 'genai.duration'
  | 'genai.ttft'
  | 'genai.tpot'
  | 'genai.inference_calls'
  | 'genai.tool_calls'

export interface MeasureRule {
  measure: Measure
  pattern: RegExp
  /** The kind of token, where the name says it. */
  tokenType?: string
}

/** The first pattern that matches a metric's name. */
export const MEASURE_RULES: readonly MeasureRule[] = [
  { measure: 'genai.inference_calls', pattern: /^gen_ai\.invoke_agent\.inference_calls$/ },
  { measure: 'genai.tool_calls', pattern: /^gen_ai\.invoke_agent\.tool_calls$/ },
  { measure: 'genai.ttft', pattern: /^gen_ai\.(client|server)\.(.+\.)?time_to_first_(chunk|token)$/ },
  { measure: 'genai.tpot', pattern: /^gen_ai\.(client|server)\.(.+\.)?time_per_output_(chunk|token)$/ },
  { measure: 'genai.tokens', tokenType: 'cache_read', pattern: /^gen_ai\.client\.(.+\.)?cache_read\.input_tokens$/ },
  {
    measure: 'genai.tokens',
    tokenType: 'cache_write',
    pattern: /^gen_ai\.client\.(.+\.)?cache_(write|creation)\.input_tokens$/,
  },
  { measure: 'genai.tokens', tokenType: 'reasoning', pattern: /^gen_ai\.client\.(.+\.)?reasoning\.output_tokens$/ },
  { measure: 'genai.tokens', tokenType: 'input', pattern: /^gen_ai\.client\.(.+\.)?input_tokens$/ },
  { measure: 'genai.tokens', tokenType: 'output', pattern: /^gen_ai\.client\.(.+\.)?output_tokens$/ },
  { measure: 'genai.tokens', pattern: /^gen_ai\.client\.token\.usage$/ },
  {
    measure: 'genai.duration',
    pattern:
      /^gen_ai\.(client\.(operation|inference)|server\.request|workflow|invoke_workflow|invoke_agent|execute_tool)\.duration$/,
  },
]

/** Attributes of a point that say which tokens it counts. */
export const TOKEN_TYPE_KEYS = ['gen_ai.token.type', 'gen_ai.usage.token_type', 'llm.usage.token_type'] as const
export const MODALITY_KEYS = ['gen_ai.token.modality'] as const
