import type { OperationKind } from '../../telemetry/span-columns.ts'
import type { Candidate, ColumnRule } from '../column-rule.ts'
import { MODEL_CALL } from './answers.ts'

/** Kinds whose values are no conversation even where they look like one. */
const TALKING: readonly OperationKind[] = [
  'chat',
  'completion',
  'agent',
  'chain',
  'guardrail',
  'evaluator',
  'prompt',
  'media',
  'span',
]
const generic = (...keys: string[]): Candidate[] => keys.map((read) => ({ read, when: { kinds: TALKING } }))

/** Attributes that hold whatever went in or came out: messages where they look like some, of a model call also plain text. */
export const INPUT_VALUES: readonly string[] = [
  'pyflare.input.value',
  'genkit:input',
  'langfuse.observation.input',
  'gen_ai.prompt',
  'mlflow.spanInputs',
  'input.value',
  'lmnr.span.input',
  'traceloop.entity.input',
  'haystack.component.input',
  'haystack.agent.step.llm.input',
  'haystack.agent.input',
  'agentops.entity.input',
  'raw_input',
  'input',
  'request_data',
  'ai.prompt',
]
export const OUTPUT_VALUES: readonly string[] = [
  'pyflare.output.value',
  'genkit:output',
  'langfuse.observation.output',
  'gen_ai.completion',
  'mlflow.spanOutputs',
  'output.value',
  'lmnr.span.output',
  'traceloop.entity.output',
  'haystack.component.output',
  'haystack.agent.step.llm.output',
  'haystack.agent.output',
  'agentops.entity.output',
  'response',
  'output',
  'response_data',
]

/**
 * Messages (4.3), in order. Every value goes through the same converters, which know a shape when they see it; events
 * (`events`) are gathered by name. Of the generic values at the end, only those that are messages count.
 */
export const INPUT_MESSAGES: readonly Candidate[] = [
  'pyflare.input.messages',
  'gen_ai.input.messages',
  'event:gen_ai.client.inference.operation.details@gen_ai.input.messages',
  ...generic('events:input'),
  // Google's clients call tools themselves and tell of the last call only: what it was asked stands in its answer.
  { read: 'output.value$.automatic_function_calling_history', when: MODEL_CALL },
  'llm.input_messages.*',
  'gen_ai.prompt.*',
  'ai.prompt.messages',
  'pydantic_ai.all_messages',
  'prompt',
  'all_messages_events',
  'events',
  'gcp.vertex.agent.llm_request',
  ...generic(...INPUT_VALUES),
  'llm.prompts.*',
  'event:gen_ai.content.prompt@gen_ai.prompt',
]

export const OUTPUT_MESSAGES: readonly Candidate[] = [
  'pyflare.output.messages',
  'gen_ai.output.messages',
  'event:gen_ai.client.inference.operation.details@gen_ai.output.messages',
  ...generic('events:output'),
  'llm.output_messages.*',
  'gen_ai.completion.*',
  'answer:ai.response',
  'answer:ai.result',
  { read: 'response', when: MODEL_CALL },
  'events',
  'gcp.vertex.agent.llm_response',
  ...generic(...OUTPUT_VALUES),
  'llm.choices.*',
  'event:gen_ai.content.completion@gen_ai.completion',
  'chunks:mlflow.chunk.value',
  // A stream that its caller left or that failed has no answer but its pieces.
  ...generic('chunks:new_token@chunk', 'chunks:new_token@token'),
]

/** What is shown as input where there are no messages (4.3). */
export const INPUT_CANDIDATES: readonly Candidate[] = [
  'pyflare.input.value',
  'langfuse.observation.input',
  ...([
    'gen_ai.tool.call.arguments',
    'ai.toolCall.args',
    'gcp.vertex.agent.tool_call_args',
    'tool_arguments',
    'gen_ai.tool.input',
    'gen_ai.tool.args',
    'spring.ai.tool.call.arguments',
    'mcp.request.argument',
    'event:gen_ai.tool.message@content',
  ].map((read) => ({
    read,
    when: { kinds: ['tool'] },
  })) satisfies Candidate[]),
  'gen_ai.retrieval.query.text',
  'gen_ai.retrieval.query',
  'gen_ai.vectordb.search.query',
  'reranker.query',
  'gen_ai.memory.query.text',
  'db.vector.query.content',
  'ai.value',
  'ai.values',
  { read: 'embedding.embeddings.*', as: 'texts' },
  { read: 'llm.input_messages.*', as: 'texts', when: { kinds: ['embeddings'] } },
  'embedding.text',
  { read: 'gen_ai.request.embedding_inputs', when: { kinds: ['embeddings'] } },
  'genkit:input',
  'mlflow.spanInputs',
  'input.value',
  'traceloop.entity.input',
  'lmnr.span.input',
  'ai.prompt',
  'gen_ai.prompt',
  'haystack.agent.step.tool.input',
  'haystack.component.input',
  'haystack.agent.input',
  'haystack.pipeline.input_data',
  'gen_ai.workflow.input',
  'gen_ai.task.input',
  'agentops.entity.input',
  { read: 'tool.parameters', when: { dialects: ['agentops'] } },
  'input',
  { read: 'langfuse.trace.input', when: { root: true } },
  { read: 'pyflare.features.**', keep: true },
]

export const OUTPUT_CANDIDATES: readonly Candidate[] = [
  'pyflare.output.value',
  'langfuse.observation.output',
  ...([
    'gen_ai.tool.call.result',
    'ai.toolCall.result',
    'gcp.vertex.agent.tool_response',
    'tool_response',
    'gen_ai.tool.output',
    'spring.ai.tool.call.result',
    'mcp.response.value',
    'event:gen_ai.choice@message',
  ].map((read) => ({
    read,
    when: { kinds: ['tool'] },
  })) satisfies Candidate[]),
  'genkit:output',
  'mlflow.spanOutputs',
  {
    read: 'output.value',
    when: {
      kinds: [
        'chat',
        'completion',
        'tool',
        'agent',
        'chain',
        'guardrail',
        'evaluator',
        'prompt',
        'memory',
        'media',
        'predict',
        'retrieval',
        'rerank',
        'span',
      ],
    },
  },
  'traceloop.entity.output',
  'lmnr.span.output',
  'ai.response.text',
  'ai.response.object',
  'gen_ai.completion',
  'haystack.agent.step.tool.output',
  'haystack.component.output',
  'haystack.agent.output',
  'haystack.pipeline.output_data',
  'gen_ai.workflow.output',
  'gen_ai.task.output',
  'agentops.entity.output',
  { read: 'tool.result', when: { dialects: ['agentops'] } },
  'final_result',
  'output',
  { read: 'langfuse.trace.output', when: { root: true } },
  { read: 'pyflare.prediction.label', keep: true },
  { read: 'pyflare.prediction.value', keep: true },
  { read: 'pyflare.prediction.boxes', keep: true },
  { read: 'pyflare.prediction.scores', keep: true },
]

export const SYSTEM_CANDIDATES: readonly Candidate[] = [
  'pyflare.system_instructions',
  'gen_ai.system_instructions',
  'event:gen_ai.client.inference.operation.details@gen_ai.system_instructions',
]

/** Places that are asked when no message has the role `system`. */
export const LATE_SYSTEM_CANDIDATES: readonly Candidate[] = [
  // Messages told twice, and without the system's in the better place.
  ...(
    [
      ['gen_ai.prompt.*$[0].content', 'gen_ai.prompt.0.role'],
      ['llm.input_messages.*$[0].message.content', 'llm.input_messages.0.message.role'],
    ] as const
  ).map(([read, key]): Candidate => ({ read, when: { attribute: { key, values: ['system', 'developer'] } } })),
  'ai.prompt$.system',
  'input.value$.instructions',
  'input.value$.system',
  'response$.instructions',
  'gen_ai.request.instructions',
  'gen_ai.request.system_instruction',
  'llm.invocation_parameters$.instructions',
  'llm.invocation_parameters$.system',
  'langfuse.observation.metadata.instructions',
  'request_data$.instructions',
  'request_data$.system',
]

export const TOOL_DEFINITION_CANDIDATES: readonly Candidate[] = [
  'pyflare.tool.definitions',
  'gen_ai.tool.definitions',
  'event:gen_ai.client.inference.operation.details@gen_ai.tool.definitions',
  'llm.tools.*',
  'ai.prompt.tools',
  'mlflow.chat.tools',
  'llm.request.functions.*',
  'gen_ai.tool.definitions.*',
  'gen_ai.request.tools.*',
  'gen_ai.request.tools',
  'invocation_params$.tools',
  'response$.tools',
  'llm.invocation_parameters$.tools',
  'input.value$.tools',
  'request_data$.tools',
  'langfuse.observation.input$.tools',
  'gen_ai.prompt$.tools',
  'genkit:input$.tools',
  'gcp.vertex.agent.llm_request$.config.tools',
  'model_request_parameters$.function_tools',
  'model_request_parameters$.output_tools',
  'haystack.component.input$.tools',
  'haystack.agent.step.llm.input$.tools',
]

export const TOOL_CALL_CANDIDATES: readonly Candidate[] = ['ai.response.toolCalls', 'llm.function_call']

export const NAME_RULES: readonly ColumnRule[] = [
  {
    column: 'toolName',
    as: 'text',
    from: [
      'pyflare.tool.name',
      'gen_ai.tool.name',
      'tool.name',
      'ai.toolCall.name',
      'haystack.tool.name',
      'spring.ai.tool.definition.name',
      { read: 'name', when: { kinds: ['tool'], scope: 'logfire.' } },
      { read: 'agentops.entity.name', when: { kinds: ['tool'] } },
      { read: 'traceloop.entity.name', when: { kinds: ['tool'] } },
      { read: 'span:name', when: { kinds: ['tool'] } },
    ],
  },
  {
    column: 'toolCallId',
    as: 'text',
    from: ['gen_ai.tool.call.id', 'tool.id', 'ai.toolCall.id', 'tool_call.id', 'tool.call_id'],
  },
  {
    column: 'agentName',
    as: 'text',
    from: [
      'pyflare.agent.name',
      'gen_ai.agent.name',
      'agent.name',
      'agent_name',
      { read: 'name', when: { kinds: ['agent'], scope: 'logfire.' } },
      { read: 'agentops.entity.name', when: { kinds: ['agent'] } },
      { read: 'traceloop.entity.name', when: { kinds: ['agent'] } },
    ],
  },
  {
    column: 'workflowName',
    as: 'text',
    from: [
      'gen_ai.workflow.name',
      'traceloop.workflow.name',
      'langsmith.trace.name',
      {
        read: 'name',
        when: { attribute: { key: 'logfire.msg_template', values: ['OpenAI Agents trace: {name}'] } },
      },
    ],
  },
]

/** Attributes that say that a client cut contents short. */
export const TRUNCATION_KEYS: readonly string[] = ['anthropic.content.truncated', 'pyflare.content.truncated']
