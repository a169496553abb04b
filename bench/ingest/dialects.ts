import type { Attribute } from './otlp.ts'

/** What one call of a model was, whichever library tells of it. */
export interface Call {
  provider: string
  model: string
  version: string
  messages: readonly Message[]
  answer: string
  inputTokens: number
  outputTokens: number
  cachedTokens: number
  responseId: string
  userId: string
  sessionId: string
}

export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
}

/** How a library tells of what an application did. */
export interface Dialect {
  name: string
  scope: { name: string; version: string }
  chat: (call: Call) => { name: string; attributes: Attribute[] }
  tool: (tool: { name: string; id: string; input: string; output: string }) => { name: string; attributes: Attribute[] }
  agent: (agent: { name: string; call: Call }) => { name: string; attributes: Attribute[] }
}

/** Python's `json.dumps` puts spaces where JavaScript's does not. */
function pythonJson(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replaceAll(/([[{]) | ([\]}])/g, '$1$2')
}

const parts = ({ role, text }: Message) => ({ role, parts: [{ type: 'text', content: text }] })
const openAi = ({ role, text }: Message) => ({ role, content: text })

/** OpenTelemetry's own conventions, as `opentelemetry-instrumentation-openai-v2` writes them. */
const OTEL: Dialect = {
  name: 'otel',
  scope: { name: 'opentelemetry.instrumentation.openai_v2', version: '2.3b0' },
  chat: (call) => ({
    name: `chat ${call.model}`,
    attributes: [
      ['gen_ai.operation.name', 'chat'],
      ['gen_ai.provider.name', call.provider],
      ['gen_ai.request.model', call.model],
      ['server.address', `api.${call.provider}.com`],
      ['gen_ai.request.temperature', 0.2],
      ['gen_ai.request.max_tokens', 1024n],
      ['gen_ai.conversation.id', call.sessionId],
      ['user.id', call.userId],
      ['gen_ai.response.model', call.version],
      ['gen_ai.response.id', call.responseId],
      ['gen_ai.response.finish_reasons', ['stop']],
      ['gen_ai.usage.input_tokens', BigInt(call.inputTokens)],
      ['gen_ai.usage.output_tokens', BigInt(call.outputTokens)],
      ['gen_ai.usage.cache_read.input_tokens', BigInt(call.cachedTokens)],
      ['gen_ai.input.messages', JSON.stringify(call.messages.map(parts))],
      [
        'gen_ai.output.messages',
        JSON.stringify([{ ...parts({ role: 'assistant', text: call.answer }), finish_reason: 'stop' }]),
      ],
    ],
  }),
  tool: ({ name, id, input, output }) => ({
    name: `execute_tool ${name}`,
    attributes: [
      ['gen_ai.operation.name', 'execute_tool'],
      ['gen_ai.tool.name', name],
      ['gen_ai.tool.type', 'function'],
      ['gen_ai.tool.call.id', id],
      ['gen_ai.tool.call.arguments', input],
      ['gen_ai.tool.call.result', output],
    ],
  }),
  agent: ({ name, call }) => ({
    name: `invoke_agent ${name}`,
    attributes: [
      ['gen_ai.operation.name', 'invoke_agent'],
      ['gen_ai.agent.name', name],
      ['gen_ai.conversation.id', call.sessionId],
      ['user.id', call.userId],
      ['gen_ai.input.messages', JSON.stringify(call.messages.slice(-1).map(parts))],
      ['gen_ai.output.messages', JSON.stringify([parts({ role: 'assistant', text: call.answer })])],
    ],
  }),
}

/** OpenInference: requests and answers whole as JSON, and their messages once more, attribute by attribute. */
const OPENINFERENCE: Dialect = {
  name: 'openinference',
  scope: { name: 'openinference.instrumentation.openai', version: '0.1.41' },
  chat: (call) => ({
    name: 'ChatCompletion',
    attributes: [
      ['llm.system', call.provider],
      [
        'input.value',
        pythonJson({ model: call.model, messages: call.messages.map(openAi), max_tokens: 1024, temperature: 0.2 }),
      ],
      ['input.mime_type', 'application/json'],
      [
        'output.value',
        JSON.stringify({
          id: call.responseId,
          choices: [{ finish_reason: 'stop', index: 0, message: { content: call.answer, role: 'assistant' } }],
          model: call.version,
          object: 'chat.completion',
          usage: { completion_tokens: call.outputTokens, prompt_tokens: call.inputTokens },
        }),
      ],
      ['output.mime_type', 'application/json'],
      ['session.id', call.sessionId],
      ['user.id', call.userId],
      ['llm.invocation_parameters', pythonJson({ model: call.model, max_tokens: 1024, temperature: 0.2 })],
      ...call.messages.flatMap(({ role, text }, at): Attribute[] => [
        [`llm.input_messages.${at}.message.role`, role],
        [`llm.input_messages.${at}.message.content`, text],
      ]),
      ['llm.model_name', call.version],
      ['llm.token_count.total', BigInt(call.inputTokens + call.outputTokens)],
      ['llm.token_count.prompt', BigInt(call.inputTokens)],
      ['llm.token_count.completion', BigInt(call.outputTokens)],
      ['llm.token_count.prompt_details.cache_read', BigInt(call.cachedTokens)],
      ['llm.output_messages.0.message.role', 'assistant'],
      ['llm.output_messages.0.message.content', call.answer],
      ['llm.finish_reason', 'stop'],
      ['openinference.span.kind', 'LLM'],
    ],
  }),
  tool: ({ name, input, output }) => ({
    name,
    attributes: [
      ['input.value', input],
      ['output.value', output],
      ['tool.name', name],
      ['openinference.span.kind', 'TOOL'],
    ],
  }),
  agent: ({ name, call }) => ({
    name,
    attributes: [
      ['input.value', call.messages.at(-1)?.text ?? ''],
      ['output.value', call.answer],
      ['session.id', call.sessionId],
      ['user.id', call.userId],
      ['openinference.span.kind', 'AGENT'],
    ],
  }),
}

/** Langfuse's SDK for Python: what went in and came out as JSON of the API's own shape. */
const LANGFUSE: Dialect = {
  name: 'langfuse',
  scope: { name: 'langfuse-sdk', version: '3.9.1' },
  chat: (call) => ({
    name: 'OpenAI-generation',
    attributes: [
      ['user.id', call.userId],
      ['session.id', call.sessionId],
      ['langfuse.environment', 'production'],
      ['langfuse.release', '2.41.0'],
      ['langfuse.observation.type', 'generation'],
      ['langfuse.observation.input', pythonJson(call.messages.map(openAi))],
      ['langfuse.observation.output', pythonJson(openAi({ role: 'assistant', text: call.answer }))],
      ['langfuse.observation.model.name', call.version],
      ['langfuse.observation.model.parameters', pythonJson({ temperature: 0.2, max_tokens: 1024 })],
      [
        'langfuse.observation.usage_details',
        pythonJson({ completion_tokens: call.outputTokens, prompt_tokens: call.inputTokens }),
      ],
    ],
  }),
  tool: ({ name, input, output }) => ({
    name,
    attributes: [
      ['langfuse.observation.type', 'tool'],
      ['langfuse.observation.input', input],
      ['langfuse.observation.output', output],
    ],
  }),
  agent: ({ name, call }) => ({
    name,
    attributes: [
      ['user.id', call.userId],
      ['session.id', call.sessionId],
      ['langfuse.observation.type', 'agent'],
      ['langfuse.observation.input', call.messages.at(-1)?.text ?? ''],
      ['langfuse.observation.output', call.answer],
    ],
  }),
}

/** Vercel's AI SDK. */
const AI_SDK: Dialect = {
  name: 'ai-sdk',
  scope: { name: 'ai', version: '' },
  chat: (call) => ({
    name: 'ai.generateText.doGenerate',
    attributes: [
      ['operation.name', 'ai.generateText.doGenerate support'],
      ['resource.name', 'support'],
      ['ai.operationId', 'ai.generateText.doGenerate'],
      ['ai.telemetry.functionId', 'support'],
      ['ai.model.provider', `${call.provider}.chat`],
      ['ai.model.id', call.model],
      ['ai.settings.maxRetries', 2n],
      ['ai.telemetry.metadata.userId', call.userId],
      ['ai.telemetry.metadata.sessionId', call.sessionId],
      [
        'ai.prompt.messages',
        JSON.stringify(
          call.messages.map(({ role, text }) => ({
            role,
            content: role === 'system' ? text : [{ type: 'text', text }],
          })),
        ),
      ],
      ['gen_ai.system', `${call.provider}.chat`],
      ['gen_ai.request.model', call.model],
      ['gen_ai.request.temperature', 0.2],
      ['gen_ai.request.max_tokens', 1024n],
      ['ai.response.finishReason', 'stop'],
      ['ai.response.text', call.answer],
      ['ai.response.id', call.responseId],
      ['ai.response.model', call.version],
      ['ai.usage.promptTokens', BigInt(call.inputTokens)],
      ['ai.usage.completionTokens', BigInt(call.outputTokens)],
      ['gen_ai.response.finish_reasons', ['stop']],
      ['gen_ai.response.id', call.responseId],
      ['gen_ai.response.model', call.version],
      ['gen_ai.usage.input_tokens', BigInt(call.inputTokens)],
      ['gen_ai.usage.output_tokens', BigInt(call.outputTokens)],
    ],
  }),
  tool: ({ name, id, input, output }) => ({
    name: 'ai.toolCall',
    attributes: [
      ['operation.name', 'ai.toolCall support'],
      ['resource.name', 'support'],
      ['ai.operationId', 'ai.toolCall'],
      ['ai.toolCall.name', name],
      ['ai.toolCall.id', id],
      ['ai.toolCall.args', input],
      ['ai.toolCall.result', output],
    ],
  }),
  agent: ({ call }) => ({
    name: 'ai.generateText',
    attributes: [
      ['operation.name', 'ai.generateText support'],
      ['resource.name', 'support'],
      ['ai.operationId', 'ai.generateText'],
      ['ai.model.provider', `${call.provider}.chat`],
      ['ai.model.id', call.model],
      ['ai.telemetry.metadata.userId', call.userId],
      ['ai.telemetry.metadata.sessionId', call.sessionId],
      ['ai.prompt', JSON.stringify({ prompt: call.messages.at(-1)?.text ?? '' })],
      ['ai.response.finishReason', 'stop'],
      ['ai.response.text', call.answer],
      ['ai.usage.promptTokens', BigInt(call.inputTokens)],
      ['ai.usage.completionTokens', BigInt(call.outputTokens)],
    ],
  }),
}

export const DIALECTS: readonly Dialect[] = [OTEL, OPENINFERENCE, LANGFUSE, AI_SDK]
