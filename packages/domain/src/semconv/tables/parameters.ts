import type { Candidate, ColumnRule } from '../column-rule.ts'
import { inAnswer, inLangChainMetadata, MODEL_CALL } from './answers.ts'

/** Where libraries keep the parameters of a call as one JSON object. */
const CARRIERS = [
  'llm.invocation_parameters$',
  'embedding.invocation_parameters$',
  'model_config$',
  'langfuse.observation.model.parameters$',
  'genkit:input$.config',
  'model_settings$',
  'haystack.component.input$.generation_kwargs',
  'invocation_params$',
]
/** Whole requests of a model: a tool's or a chain's input may have entries of the same names that mean something else. */
const REQUESTS = ['mlflow.spanInputs$', 'request_data$', 'gen_ai.prompt$', 'input.value$']
const inParameters = (...names: string[]): Candidate[] => [
  ...CARRIERS.flatMap((carrier) => names.map((name) => `${carrier}.${name}`)),
  ...REQUESTS.flatMap((carrier) => names.map((name) => ({ read: `${carrier}.${name}`, when: MODEL_CALL }))),
  ...names.map((name) => `llm.invocation_parameters.${name}`),
]

/** Request parameters (4.7). */
export const PARAMETER_RULES: readonly ColumnRule[] = [
  {
    column: 'temperature',
    as: 'number',
    from: [
      'gen_ai.request.temperature',
      ...inParameters('temperature', 'inferenceConfig.temperature'),
      ...inLangChainMetadata('ls_temperature'),
      'ai.settings.temperature',
    ],
  },
  {
    column: 'topP',
    as: 'number',
    from: ['gen_ai.request.top_p', 'llm.top_p', ...inParameters('top_p', 'topP', 'inferenceConfig.topP')],
  },
  { column: 'topK', as: 'number', from: ['gen_ai.request.top_k', 'llm.top_k', ...inParameters('top_k', 'topK')] },
  {
    column: 'maxTokens',
    as: 'count',
    from: [
      'gen_ai.request.max_tokens',
      'gen_ai.request.max_completion_tokens',
      ...inParameters(
        'max_tokens',
        'max_completion_tokens',
        'max_output_tokens',
        'maxOutputTokens',
        'maxTokens',
        'max_new_tokens',
        'inferenceConfig.maxTokens',
      ),
      ...inLangChainMetadata('ls_max_tokens'),
      'ai.settings.maxOutputTokens',
    ],
  },
  {
    column: 'frequencyPenalty',
    as: 'number',
    from: [
      'gen_ai.request.frequency_penalty',
      'llm.frequency_penalty',
      ...inParameters('frequency_penalty', 'frequencyPenalty'),
    ],
  },
  {
    column: 'presencePenalty',
    as: 'number',
    from: [
      'gen_ai.request.presence_penalty',
      'llm.presence_penalty',
      ...inParameters('presence_penalty', 'presencePenalty'),
    ],
  },
  {
    column: 'stopSequences',
    as: 'list',
    from: [
      'gen_ai.request.stop_sequences',
      'llm.chat.stop_sequences',
      ...inParameters('stop', 'stop_sequences', 'stopSequences', 'inferenceConfig.stopSequences'),
    ],
  },
  {
    column: 'seed',
    as: 'integer',
    from: ['gen_ai.request.seed', 'gen_ai.openai.request.seed', 'llm.watsonx.random_seed', ...inParameters('seed')],
  },
  {
    column: 'n',
    as: 'count',
    from: ['gen_ai.request.choice.count', 'gen_ai.request.choice_count', 'gen_ai.request.n', ...inParameters('n')],
  },
  {
    column: 'stream',
    as: 'flag',
    from: [
      'pyflare.stream',
      'gen_ai.request.stream',
      'gen_ai.is_streaming',
      'llm.is_streaming',
      'langsmith.request.streaming',
      'gen_ai.request.streaming',
      'spring.ai.chat.client.stream',
      ...inParameters('stream'),
      'input.value$.stream',
      'stream',
    ],
  },
  {
    column: 'reasoningLevel',
    as: 'text',
    from: [
      'gen_ai.request.reasoning.level',
      'gen_ai.request.reasoning_effort',
      'llm.request.reasoning_effort',
      ...inParameters('reasoning.effort', 'reasoning_effort'),
    ],
  },
  {
    column: 'outputType',
    as: 'text',
    from: [
      'gen_ai.output.type',
      { read: 'gen_ai.openai.request.response_format', as: 'format' },
      { read: 'llm.invocation_parameters$.response_format', as: 'format' },
      { read: 'llm.invocation_parameters$.text.format', as: 'format' },
    ],
  },
  {
    column: 'toolChoice',
    as: 'text',
    from: ['ai.prompt.toolChoice', 'gen_ai.request.tool_choice', ...inParameters('tool_choice')],
  },
  {
    column: 'previousResponseId',
    as: 'text',
    from: [
      'gen_ai.request.previous_response.id',
      ...inParameters('previous_response_id'),
      'input.value$.previous_response_id',
    ],
  },
  {
    column: 'responseId',
    as: 'text',
    from: [
      'gen_ai.response.id',
      'ai.response.id',
      'llm.response.id',
      'gen_ai.response_id',
      'response_id',
      // Langfuse keeps of a streamed response the last item as output, and the response itself as metadata.
      {
        read: 'langfuse.observation.metadata.id',
        when: { attribute: { key: 'langfuse.observation.metadata.object', values: ['response', '"response"'] } },
      },
      ...inAnswer(
        'id',
        'response_id',
        'responseId',
        'generations[0][0].message.kwargs.response_metadata.id',
        'llm_output.id',
        'generations[0][0].message.kwargs.id',
      ),
      { read: 'langfuse.observation.metadata.id', when: MODEL_CALL },
    ],
  },
]

/** What the `params` column gathers: a prefix of attributes, or one JSON object. The first to name a parameter keeps it. */
export const PARAMETER_CARRIERS: readonly string[] = [
  'gen_ai.request.**',
  'pyflare.params.**',
  'llm.invocation_parameters.**',
  'llm.invocation_parameters$',
  'embedding.invocation_parameters$',
  'langfuse.observation.model.parameters$',
  'model_config$',
  'model_settings$',
  'invocation_params$',
  'genkit:input$.config',
  'ai.settings.**',
]

/** Entries of such objects that are no parameters but content, or have columns of their own elsewhere. */
export const NOT_PARAMETERS: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'input',
  'prompt',
  'instructions',
  'system',
  'tools',
  'functions',
  'contents',
  'user',
  'metadata',
  'id',
])

/** Signs that an answer came in pieces, where no attribute says so. */
export const STREAM_SIGNS = {
  /** OpenInference names spans of Google's and Anthropic's clients after the method; Logfire tells of a stream's end. */
  name: /(^|\.)stream$|[a-z]Stream$|^streaming response from /,
  operationSuffix: 'dostream',
  events: [
    'First Token Stream Event',
    'mlflow.chunk.item.0',
    'new_token',
    'ai.stream.firstChunk',
    'gen_ai.content.completion.chunk',
    'llm.content.completion.chunk',
  ],
  keys: ['mastra.completion_start_time', 'langfuse.observation.completion_start_time'],
  /** Dialects in which a first token is timed whether or not the answer came in pieces. */
  timedAnyhow: ['vllm'],
} as const
