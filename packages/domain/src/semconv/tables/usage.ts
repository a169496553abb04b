import type { ColumnRule } from '../column-rule.ts'

const PROVIDER_METADATA = 'ai.response.providerMetadata$'

/** Tokens (4.5), before repair. Newer names stand before older ones; what these do not count, usage objects may. */
export const USAGE_RULES: readonly ColumnRule[] = [
  {
    column: 'inputTokens',
    as: 'count',
    reportsConflict: true,
    from: [
      'pyflare.usage.input_tokens',
      'gen_ai.usage.input_tokens',
      'llm.token_count.prompt',
      'mlflow.chat.tokenUsage$.input_tokens',
      'ai.usage.inputTokens',
      'ai.usage.promptTokens',
      'gen_ai.usage.prompt_tokens',
      'ai.usage.tokens',
    ],
  },
  {
    column: 'outputTokens',
    as: 'count',
    reportsConflict: true,
    from: [
      'pyflare.usage.output_tokens',
      'gen_ai.usage.output_tokens',
      'llm.token_count.completion',
      'mlflow.chat.tokenUsage$.output_tokens',
      'ai.usage.outputTokens',
      'ai.usage.completionTokens',
      'gen_ai.usage.completion_tokens',
    ],
  },
  {
    column: 'totalTokens',
    as: 'count',
    from: [
      'pyflare.usage.total_tokens',
      'gen_ai.usage.total_tokens',
      'llm.token_count.total',
      'ai.usage.totalTokens',
      'llm.usage.total_tokens',
      'mlflow.chat.tokenUsage$.total_tokens',
      { read: 'gen_ai.client.token.usage', when: { dialects: ['openlit'] } },
    ],
  },
  {
    column: 'cacheReadTokens',
    as: 'count',
    reportsConflict: true,
    from: [
      'pyflare.usage.cache_read_tokens',
      'gen_ai.usage.cache_read.input_tokens',
      'llm.token_count.prompt_details.cache_read',
      'ai.usage.inputTokenDetails.cacheReadTokens',
      'ai.usage.cachedInputTokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.prompt_tokens_details.cached_tokens',
      'gen_ai.usage.cached_input_tokens',
      'gen_ai.usage.cached_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cache_read_input_tokens',
      'mlflow.chat.tokenUsage$.cache_read_input_tokens',
      'python:gen_ai.usage.input_token_details$.cache_read',
      `${PROVIDER_METADATA}.openai.cachedPromptTokens`,
      `${PROVIDER_METADATA}.anthropic.usage.cache_read_input_tokens`,
      `${PROVIDER_METADATA}.bedrock.usage.cacheReadInputTokens`,
    ],
  },
  {
    column: 'cacheWriteTokens',
    as: 'count',
    reportsConflict: true,
    from: [
      'pyflare.usage.cache_write_tokens',
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'llm.token_count.prompt_details.cache_write',
      'ai.usage.inputTokenDetails.cacheWriteTokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.cache_write_input_tokens',
      'gen_ai.usage.details.cache_write_tokens',
      'gen_ai.usage.details.cache_creation_input_tokens',
      'mlflow.chat.tokenUsage$.cache_creation_input_tokens',
      'python:gen_ai.usage.input_token_details$.cache_creation',
      `${PROVIDER_METADATA}.anthropic.usage.cache_creation_input_tokens`,
      `${PROVIDER_METADATA}.bedrock.usage.cacheWriteInputTokens`,
    ],
  },
  {
    column: 'cacheWrite1hTokens',
    as: 'count',
    from: [
      'pyflare.usage.cache_write_1h_tokens',
      `${PROVIDER_METADATA}.anthropic.usage.cache_creation.ephemeral_1h_input_tokens`,
    ],
  },
  {
    column: 'reasoningTokens',
    as: 'count',
    reportsConflict: true,
    from: [
      'pyflare.usage.reasoning_tokens',
      'gen_ai.usage.reasoning.output_tokens',
      'llm.token_count.completion_details.reasoning',
      'ai.usage.outputTokenDetails.reasoningTokens',
      'ai.usage.reasoningTokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.reasoning_output_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.completion_tokens_details.reasoning_tokens',
      'gen_ai.usage.details.reasoning_tokens',
      'llm.usage.reasoning_tokens',
      'python:gen_ai.usage.output_token_details$.reasoning',
      `${PROVIDER_METADATA}.openai.reasoningTokens`,
    ],
  },
  {
    column: 'audioInputTokens',
    as: 'count',
    from: [
      'pyflare.usage.audio_input_tokens',
      'gen_ai.usage.audio.input_tokens',
      'llm.token_count.prompt_details.audio',
      'python:gen_ai.usage.input_token_details$.audio',
    ],
  },
  {
    column: 'audioOutputTokens',
    as: 'count',
    from: [
      'pyflare.usage.audio_output_tokens',
      'gen_ai.usage.audio.output_tokens',
      'llm.token_count.completion_details.audio',
      'python:gen_ai.usage.output_token_details$.audio',
    ],
  },
  { column: 'imageInputTokens', as: 'count', from: ['gen_ai.usage.image.input_tokens'] },
  { column: 'imageOutputTokens', as: 'count', from: ['gen_ai.usage.image.output_tokens'] },
  { column: 'textInputTokens', as: 'count', from: ['gen_ai.usage.text.input_tokens'] },
  { column: 'textOutputTokens', as: 'count', from: ['gen_ai.usage.text.output_tokens'] },
]

/** Input that AI SDK counts without cache; with it, `input_tokens` is the sum (I3). */
export const UNCACHED_INPUT = 'ai.usage.inputTokenDetails.noCacheTokens'

/** Clients whose counts are not the provider's, or not whole (findings 6 and 7), and how to tell. */
export interface DoubtfulUsage {
  scope: string
  provider?: string
  /** Only of answers that came in pieces: one of these attributes is true. */
  streamed: readonly string[]
  /** Only where there is no such attribute. */
  lacks?: string
  /** Only where the attribute is zero. */
  hasZero?: string
  column: 'usageEstimated' | 'usageIncomplete'
}

export const DOUBTFUL_USAGE: readonly DoubtfulUsage[] = [
  // Counts words itself where the stream brought no usage; cached tokens are then not told.
  {
    scope: 'openlit.',
    streamed: ['gen_ai.request.stream'],
    lacks: 'gen_ai.usage.cache_read.input_tokens',
    column: 'usageEstimated',
  },
  // Takes the input without cache from a stream, and zero for the cache.
  {
    scope: 'openlit.',
    provider: 'anthropic',
    streamed: ['gen_ai.request.stream'],
    hasZero: 'gen_ai.usage.cache_read.input_tokens',
    column: 'usageIncomplete',
  },
  // Traceloop counts the output of a stream's beginning and that of its end together.
  {
    scope: 'opentelemetry.instrumentation.anthropic',
    streamed: ['gen_ai.is_streaming', 'llm.is_streaming'],
    column: 'usageEstimated',
  },
]

/** Clients whose `input_tokens` leaves cache tokens out, by dialect or scope, and for which provider (I1). */
export const EXCLUSIVE_INPUT: readonly { dialect?: string; scope?: string; provider: string }[] = [
  { dialect: 'openlit', provider: 'anthropic' },
  { scope: 'openinference.instrumentation.agno', provider: 'anthropic' },
  { scope: 'opentelemetry.instrumentation.botocore', provider: 'aws.bedrock' },
  { scope: 'opentelemetry.instrumentation.bedrock', provider: 'aws.bedrock' },
]

export const COST_RULES: readonly ColumnRule[] = [
  {
    column: 'costReportedNanos',
    as: 'dollars',
    from: [
      'pyflare.cost.total',
      'langfuse.observation.cost_details$.total',
      'llm.cost.total',
      'gen_ai.usage.cost',
      'operation.cost',
      'mlflow.llm.cost$.total_cost',
      'gen_ai.cost.total_cost',
      'gen_ai.usage.total_cost',
      'llm.response.cost',
      'hidden_params$.response_cost',
    ],
  },
  {
    column: 'costInputReportedNanos',
    as: 'dollars',
    from: [
      'pyflare.cost.input',
      'langfuse.observation.cost_details$.input',
      'llm.cost.prompt',
      'mlflow.llm.cost$.input_cost',
      'gen_ai.cost.input_cost',
      'gen_ai.usage.input_cost',
    ],
  },
  {
    column: 'costOutputReportedNanos',
    as: 'dollars',
    from: [
      'pyflare.cost.output',
      'langfuse.observation.cost_details$.output',
      'llm.cost.completion',
      'mlflow.llm.cost$.output_cost',
      'gen_ai.cost.output_cost',
      'gen_ai.usage.output_cost',
    ],
  },
  {
    column: 'serviceTier',
    as: 'text',
    from: [
      'openai.response.service_tier',
      'openai.request.service_tier',
      'gen_ai.openai.response.service_tier',
      'gen_ai.openai.request.service_tier',
      'gen_ai.request.service_tier',
      'gen_ai.response.service_tier',
      'output.value$.service_tier',
      'llm.invocation_parameters$.service_tier',
    ],
  },
]
