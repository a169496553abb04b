import type { MessageInitShape } from '@bufbuild/protobuf'
import type { TraceBatchSchema } from '@pyflare/proto'
import { EMBEDDING_MODEL, type Model } from './cast.ts'
import { type Conversation, type Message, messagesJson } from './conversation.ts'
import type { Prose } from './prose.ts'
import type { Random } from './random.ts'

export type SpanInit = NonNullable<MessageInitShape<typeof TraceBatchSchema>['records']>[number]

const PREVIEW = 1_000

/** What the attributes were that are no text. */
const TYPES = {
  'gen_ai.usage.input_tokens': 'number',
  'gen_ai.usage.output_tokens': 'number',
  'gen_ai.request.temperature': 'number',
  'gen_ai.request.max_tokens': 'number',
  'gen_ai.response.finish_reasons': 'json',
  'server.port': 'number',
  'thread.id': 'number',
}

/** Makes the spans of one trace, each where the one before it ended. */
export class SpanMaker {
  readonly traceId: Uint8Array
  readonly spans: SpanInit[] = []
  #clock: bigint

  constructor(
    private readonly conversation: Conversation,
    private readonly random: Random,
    private readonly prose: Prose,
    readonly startNs: bigint,
  ) {
    this.traceId = random.bytes(16)
    this.#clock = startNs
  }

  get clock(): bigint {
    return this.#clock
  }

  /** A span around what `children` make. */
  around(init: SpanInit, service: number, children: (id: Uint8Array) => void): SpanInit {
    const spanId = this.random.bytes(8)
    const start = this.#clock
    const at = this.spans.length
    children(spanId)
    const span = this.#span({ ...init, spanId, startTimeNs: start }, service, this.#clock + 200_000n - start)
    this.spans.splice(at, 0, span)
    return span
  }

  chat(parent: Uint8Array, messages: readonly Message[], answer: string): void {
    const { random, conversation } = this
    const { model, systemPrompt } = conversation
    const { toolDefinitions } = conversation.cast
    const durationMs = random.duration(1_800)
    const input = messagesJson([{ role: 'system', text: systemPrompt }, ...messages])
    const output = messagesJson([{ role: 'assistant', text: answer }])
    const inputTokens = Math.ceil(input.length / 4)
    const outputTokens = Math.ceil(answer.length / 4)
    const cached = random.chance(0.4) ? Math.floor(inputTokens / 2) : undefined
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': model.provider,
      'gen_ai.request.model': model.name,
      'gen_ai.response.model': model.version,
      'gen_ai.response.id': `chatcmpl-${Buffer.from(random.bytes(12)).toString('hex')}`,
      'gen_ai.usage.input_tokens': String(inputTokens),
      'gen_ai.usage.output_tokens': String(outputTokens),
      'gen_ai.request.temperature': '0.2',
      'gen_ai.request.max_tokens': '1024',
      'gen_ai.response.finish_reasons': '["stop"]',
      'server.address': `api.${model.provider}.com`,
      'server.port': '443',
      ...this.#who(),
    }
    const failed = random.chance(0.02)
    this.#leaf(parent, 1, durationMs, {
      operationName: `chat ${model.name}`,
      spanKind: 'client',
      operationKind: 'chat',
      ...callOf(model),
      attributes,
      input,
      output,
      inputMessages: input,
      outputMessages: output,
      inputPreview: messages.findLast(({ role }) => role === 'user')?.text.slice(0, PREVIEW) ?? '',
      outputPreview: answer.slice(0, PREVIEW),
      systemInstructions: systemPrompt,
      toolDefinitions,
      contentFrom: {
        input_messages: 'gen_ai.input.messages',
        output_messages: 'gen_ai.output.messages',
        ...(toolDefinitions === '' ? {} : { tool_definitions: 'gen_ai.tool.definitions' }),
      },
      responseId: attributes['gen_ai.response.id'],
      inputTokens,
      outputTokens,
      totalTokens: inputTokens + outputTokens,
      cacheReadTokens: cached,
      uncachedInputTokens: inputTokens - (cached ?? 0),
      temperature: 0.2,
      maxTokens: 1024,
      params: '{"temperature":0.2,"max_tokens":1024}',
      timeToFirstTokenNs: BigInt(Math.round(durationMs * 200_000)),
      outputTokensPerSecond: outputTokens / (durationMs / 1000),
      finishReason: failed ? 'error' : 'stop',
      finishReasonRaw: failed ? 'error' : 'stop',
      ...(failed ? failure('RateLimitError', `429 ${this.prose.text(80)}`) : {}),
    })
  }

  tool(parent: Uint8Array, name: string, result: string): void {
    const input = JSON.stringify({ query: this.prose.text(60), id: this.random.integer(1, 99_999) })
    const failed = this.random.chance(0.03)
    this.#leaf(parent, 1, this.random.duration(120), {
      operationName: `execute_tool ${name}`,
      spanKind: 'internal',
      operationKind: 'tool',
      toolName: name,
      toolCallId: `call_${Buffer.from(this.random.bytes(8)).toString('hex')}`,
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, ...this.#who() },
      contentFrom: { input: 'gen_ai.tool.call.arguments', output: 'gen_ai.tool.call.result' },
      input,
      output: result,
      inputPreview: input,
      outputPreview: result.slice(0, PREVIEW),
      ...(failed ? failure('TimeoutError', `${name} ${this.prose.text(60)}`) : {}),
    })
  }

  embedding(parent: Uint8Array, text: string): void {
    const inputTokens = Math.ceil(text.length / 4)
    this.#leaf(parent, 2, this.random.duration(60), {
      operationName: `embeddings ${EMBEDDING_MODEL.name}`,
      spanKind: 'client',
      operationKind: 'embeddings',
      ...callOf(EMBEDDING_MODEL),
      attributes: {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.request.model': EMBEDDING_MODEL.name,
        'gen_ai.usage.input_tokens': String(inputTokens),
        ...this.#who(),
      },
      contentFrom: { input: 'gen_ai.embeddings.input' },
      input: text,
      inputPreview: text.slice(0, PREVIEW),
      inputTokens,
      totalTokens: inputTokens,
      uncachedInputTokens: inputTokens,
      embeddingDims: 1536,
    })
  }

  retrieval(parent: Uint8Array, question: string): string {
    const documents = Array.from({ length: 4 }, (_, rank) => ({
      id: `doc-${this.random.integer(1, 5_000)}`,
      score: 0.9 - rank / 10,
      content: this.prose.text(this.random.integer(200, 500)),
      metadata: {},
      rank,
    }))
    const found = JSON.stringify(documents)
    this.#leaf(parent, 2, this.random.duration(90), {
      operationName: 'retrieval docs',
      spanKind: 'client',
      operationKind: 'retrieval',
      attributes: { 'gen_ai.operation.name': 'retrieval', 'db.system.name': 'qdrant', ...this.#who() },
      contentFrom: { input: 'gen_ai.retrieval.query.text', retrieved_documents: 'gen_ai.retrieval.documents' },
      contentFacts: { 'gen_ai.retrieval.query.text': question },
      input: question,
      output: found,
      retrievalQuery: question,
      retrievalTopK: 4,
      retrievedDocuments: found,
      inputPreview: question.slice(0, PREVIEW),
      outputPreview: found.slice(0, PREVIEW),
    })
    return documents.map((each) => each.content).join('\n')
  }

  #leaf(parentSpanId: Uint8Array, service: number, durationMs: number, init: SpanInit): void {
    const durationNs = BigInt(Math.round(durationMs * 1e6))
    const startTimeNs = this.#clock
    this.#clock += durationNs + BigInt(this.random.integer(100_000, 3_000_000))
    const spanId = this.random.bytes(8)
    this.spans.push(this.#span({ ...init, parentSpanId, spanId, startTimeNs }, service, durationNs))
  }

  #span(init: SpanInit, service: number, durationNs: bigint): SpanInit {
    const { cast, userId, sessionId, environment, release, featureId, tags } = this.conversation
    const startTimeNs = init.startTimeNs ?? this.startNs
    return {
      projectId: cast.projectId,
      traceId: this.traceId,
      endTimeNs: startTimeNs + durationNs,
      durationNs,
      receivedAtMs: (startTimeNs + durationNs) / 1_000_000n + 800n,
      serviceName: cast.services[service] ?? '',
      status: 'unset',
      scopeName: 'opentelemetry.instrumentation.openai_v2',
      scopeVersion: '2.3b0',
      resourceAttributes: { ...cast.resources[service] },
      events: '[]',
      links: '[]',
      dialects: ['otel_genai'],
      normalizerVersion: 3,
      // As unlike each other as hashes of texts are.
      inputHash: Buffer.from(this.random.bytes(16)).toString('hex'),
      attributeTypes: typesOf(init.attributes ?? {}),
      samplingRate: 1,
      userId,
      sessionId,
      environment,
      release,
      featureId,
      tags,
      ...init,
    }
  }

  #who(): Record<string, string> {
    const { userId, sessionId, featureId } = this.conversation
    return {
      'user.id': userId,
      'session.id': sessionId,
      'app.feature': featureId,
      'thread.id': String(this.random.integer(1, 64)),
      'request.id': Buffer.from(this.random.bytes(8)).toString('hex'),
    }
  }
}

function typesOf(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(TYPES).filter(([key]) => key in attributes))
}

function callOf({ name, version, provider }: Model): SpanInit {
  return { modelId: name, modelVersion: version, requestModel: name, responseModel: version, provider }
}

function failure(errorType: string, errorMessage: string): SpanInit {
  return { status: 'error', statusMessage: errorMessage, errorType, errorMessage, errorClass: 'rate_limit' }
}
