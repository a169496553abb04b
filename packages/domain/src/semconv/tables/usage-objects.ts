import type { Candidate } from '../column-rule.ts'
import { inHaystackMeta, MODEL_CALL } from './answers.ts'

/** Attributes that hold a usage object: as a structure, or as JSON. LiteLLM's and CrewAI's are what Python prints of it. */
const USAGE_ATTRIBUTES = [
  'gen_ai.usage.raw',
  'langsmith.usage_metadata',
  'langsmith.metadata.usage_metadata',
  'braintrust.metrics',
  'python:metadata.usage_object$',
  'python:crewai.crew.usage_metrics$',
] as const
/** Attributes that hold a model's whole answer. */
const ANSWERS = [
  'output.value$',
  'mlflow.spanOutputs$',
  'gen_ai.completion$',
  'langfuse.observation.output$',
  'genkit:output$',
  'gcp.vertex.agent.llm_response$',
  'response_data$',
  'lmnr.span.output$',
  'traceloop.entity.output$',
] as const
/** Where answers keep their usage object, whichever API or framework they are of. */
const PLACES = [
  '.raw.usage',
  '.usage',
  '.usage_metadata',
  '.usageMetadata',
  '.response.usage',
  '.message.usage',
  '.meta.usage',
  '.meta',
  '.generations[0][0].message.kwargs.usage_metadata',
  '.generations[0][0].message.usage_metadata',
  '.generations[0][0].message.kwargs.response_metadata.token_usage',
  '.llm_output.token_usage',
  '.llm_output.usage',
  '.kwargs.usage_metadata',
  '.response_metadata.token_usage',
  '.response_metadata.usage',
  '.replies[0].meta.usage',
  '.metrics',
  '',
] as const

/** Where a usage object may be, in order. What a place does not count, a later one may. */
export const USAGE_OBJECTS: readonly Candidate[] = [
  ...USAGE_ATTRIBUTES,
  { read: 'usage', when: MODEL_CALL },
  { read: 'llm.usage', when: MODEL_CALL },
  ...inHaystackMeta('usage'),
  ...ANSWERS.flatMap((answer) => PLACES.map((place): Candidate => ({ read: answer + place, when: MODEL_CALL }))),
]

/** The names that one API or framework gives to what it counts: paths into the object, of several the first that is there. */
export interface UsageShape {
  whose: string
  /** The shape is an object's that has one of these. */
  has: readonly string[]
  /** Its input leaves out what the cache gave and took. */
  exclusiveInput?: true
  /** Its output leaves out the thoughts. */
  exclusiveOutput?: true
  inputTokens: readonly string[]
  outputTokens: readonly string[]
  totalTokens?: readonly string[]
  cacheReadTokens?: readonly string[]
  cacheWriteTokens?: readonly string[]
  cacheWrite1hTokens?: readonly string[]
  reasoningTokens?: readonly string[]
  audioInputTokens?: readonly string[]
  audioOutputTokens?: readonly string[]
}

/** Shapes by what only they have; the first that an object has is its. */
export const USAGE_SHAPES: readonly UsageShape[] = [
  {
    whose: 'LangChain',
    has: ['input_token_details', 'output_token_details'],
    inputTokens: ['input_tokens'],
    outputTokens: ['output_tokens'],
    totalTokens: ['total_tokens'],
    cacheReadTokens: ['input_token_details.cache_read'],
    cacheWriteTokens: ['input_token_details.cache_creation'],
    reasoningTokens: ['output_token_details.reasoning'],
    audioInputTokens: ['input_token_details.audio'],
    audioOutputTokens: ['output_token_details.audio'],
  },
  {
    whose: 'OpenAI Responses',
    has: ['input_tokens_details', 'output_tokens_details'],
    inputTokens: ['input_tokens'],
    outputTokens: ['output_tokens'],
    totalTokens: ['total_tokens'],
    cacheReadTokens: ['input_tokens_details.cached_tokens'],
    cacheWriteTokens: ['input_tokens_details.cache_write_tokens'],
    reasoningTokens: ['output_tokens_details.reasoning_tokens'],
    audioInputTokens: ['input_tokens_details.audio_tokens'],
    audioOutputTokens: ['output_tokens_details.audio_tokens'],
  },
  {
    whose: 'OpenAI chat, and the many that follow it',
    has: ['prompt_tokens', 'completion_tokens'],
    inputTokens: ['prompt_tokens'],
    outputTokens: ['completion_tokens'],
    totalTokens: ['total_tokens'],
    cacheReadTokens: [
      'prompt_tokens_details.cached_tokens',
      'cached_prompt_tokens',
      'prompt_cache_hit_tokens',
      'prompt_cached_tokens',
      'cache_read_input_tokens',
    ],
    cacheWriteTokens: [
      'prompt_tokens_details.cache_write_tokens',
      'prompt_cache_creation_tokens',
      'cache_creation_input_tokens',
      'cache_creation_tokens',
    ],
    cacheWrite1hTokens: ['prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens'],
    reasoningTokens: ['completion_tokens_details.reasoning_tokens', 'completion_reasoning_tokens', 'reasoning_tokens'],
    audioInputTokens: ['prompt_tokens_details.audio_tokens'],
    audioOutputTokens: ['completion_tokens_details.audio_tokens'],
  },
  {
    whose: 'Gemini',
    has: ['prompt_token_count', 'candidates_token_count'],
    exclusiveOutput: true,
    inputTokens: ['prompt_token_count'],
    outputTokens: ['candidates_token_count'],
    totalTokens: ['total_token_count'],
    cacheReadTokens: ['cached_content_token_count'],
    reasoningTokens: ['thoughts_token_count'],
  },
  {
    whose: 'Gemini, in JSON',
    has: ['promptTokenCount', 'candidatesTokenCount'],
    exclusiveOutput: true,
    inputTokens: ['promptTokenCount'],
    outputTokens: ['candidatesTokenCount'],
    totalTokens: ['totalTokenCount'],
    cacheReadTokens: ['cachedContentTokenCount'],
    reasoningTokens: ['thoughtsTokenCount'],
  },
  {
    whose: 'Bedrock Converse',
    has: ['cacheReadInputTokens', 'cacheWriteInputTokens', 'cacheReadInputTokenCount'],
    exclusiveInput: true,
    inputTokens: ['inputTokens'],
    outputTokens: ['outputTokens'],
    cacheReadTokens: ['cacheReadInputTokens', 'cacheReadInputTokenCount'],
    cacheWriteTokens: ['cacheWriteInputTokens', 'cacheWriteInputTokenCount'],
  },
  {
    whose: 'Vercel AI SDK, Genkit, Mastra',
    has: ['inputTokens', 'outputTokens'],
    inputTokens: ['inputTokens.total', 'inputTokens'],
    outputTokens: ['outputTokens.total', 'outputTokens'],
    totalTokens: ['totalTokens'],
    cacheReadTokens: [
      'inputTokenDetails.cacheReadTokens',
      'inputTokens.cacheRead',
      'inputDetails.cacheRead',
      'cachedInputTokens',
      'cachedContentTokens',
    ],
    cacheWriteTokens: ['inputTokenDetails.cacheWriteTokens', 'inputTokens.cacheWrite', 'inputDetails.cacheWrite'],
    reasoningTokens: [
      'outputTokenDetails.reasoningTokens',
      'outputTokens.reasoning',
      'outputDetails.reasoning',
      'reasoningTokens',
      'thoughtsTokens',
    ],
  },
  {
    whose: 'Vercel AI SDK 4',
    has: ['promptTokens', 'completionTokens'],
    inputTokens: ['promptTokens'],
    outputTokens: ['completionTokens'],
    totalTokens: ['totalTokens'],
  },
  {
    whose: 'Anthropic',
    has: ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation'],
    exclusiveInput: true,
    inputTokens: ['input_tokens'],
    outputTokens: ['output_tokens'],
    cacheReadTokens: ['cache_read_input_tokens'],
    cacheWriteTokens: ['cache_creation_input_tokens'],
    cacheWrite1hTokens: ['cache_creation.ephemeral_1h_input_tokens'],
    reasoningTokens: ['output_tokens_details.thinking_tokens'],
  },
  {
    whose: 'Cohere',
    has: ['billed_units', 'tokens'],
    inputTokens: ['billed_units.input_tokens', 'tokens.input_tokens'],
    outputTokens: ['billed_units.output_tokens', 'tokens.output_tokens'],
    cacheReadTokens: ['cached_tokens'],
  },
  {
    whose: 'any',
    has: ['input_tokens', 'output_tokens'],
    inputTokens: ['input_tokens'],
    outputTokens: ['output_tokens'],
    totalTokens: ['total_tokens'],
  },
  {
    whose: 'Ollama',
    has: ['prompt_eval_count', 'eval_count'],
    inputTokens: ['prompt_eval_count'],
    outputTokens: ['eval_count'],
  },
  {
    whose: 'Bedrock Titan',
    has: ['inputTextTokenCount'],
    inputTokens: ['inputTextTokenCount'],
    outputTokens: ['results[0].tokenCount'],
  },
]
