import type { Attributes } from '@opentelemetry/api'
import type { SpanPlan } from './plan.ts'
import type { Random } from './random.ts'

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  parts: readonly Readonly<Record<string, unknown>>[]
}

export const say = (role: ChatMessage['role'], content: string): ChatMessage => ({
  role,
  parts: [{ type: 'text', content }],
})

interface ModelProfile {
  provider: string
  request: string
  response: string
  /** Milliseconds to the first token, and per token after it. */
  firstTokenMs: number
  perTokenMs: number
  /** Whether part of its output is thought that nobody reads. */
  thinks?: boolean
}

const MODELS = {
  large: {
    provider: 'anthropic',
    request: 'claude-sonnet-4-5',
    response: 'claude-sonnet-4-5-20250929',
    firstTokenMs: 900,
    perTokenMs: 9,
  },
  small: {
    provider: 'openai',
    request: 'gpt-4.1-mini',
    response: 'gpt-4.1-mini-2025-04-14',
    firstTokenMs: 350,
    perTokenMs: 6,
  },
  cheap: {
    provider: 'openai',
    request: 'gpt-4o-mini',
    response: 'gpt-4o-mini-2024-07-18',
    firstTokenMs: 320,
    perTokenMs: 5,
  },
  reasoning: {
    provider: 'openai',
    request: 'gpt-5-mini',
    response: 'gpt-5-mini-2025-08-07',
    firstTokenMs: 2400,
    perTokenMs: 7,
    thinks: true,
  },
  flash: {
    provider: 'gcp.gemini',
    request: 'gemini-2.5-flash',
    response: 'gemini-2.5-flash',
    firstTokenMs: 280,
    perTokenMs: 4,
  },
} satisfies Record<string, ModelProfile>

export type ModelName = keyof typeof MODELS

export interface ModelCall {
  model: ModelName
  system: string
  history: readonly ChatMessage[]
  answer: ChatMessage
  finish?: 'stop' | 'tool_call' | 'length'
  temperature?: number
  /** How much slower than usual. */
  slowdown?: number
  error?: { type: string; message: string }
  attributes?: Attributes
}

/** A model call as the OpenTelemetry GenAI conventions tell it. Tokens follow from the texts, about four characters each. */
export function modelCall(random: Random, call: ModelCall): SpanPlan {
  const profile: ModelProfile = MODELS[call.model]
  const systemTokens = tokensOf(call.system)
  const inputTokens = systemTokens + tokensOf(JSON.stringify(call.history))
  const cachedTokens =
    call.history.length > 1 && systemTokens > 40 ? Math.floor(inputTokens * random.between(0.4, 0.8)) : 0
  const reasoningTokens = profile.thinks ? random.integer(80, 640) : 0
  const outputTokens = tokensOf(JSON.stringify(call.answer.parts)) + random.integer(0, 20) + reasoningTokens
  const firstTokenMs = random.duration(profile.firstTokenMs) * (call.slowdown ?? 1)
  const request = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': profile.provider,
    'gen_ai.request.model': profile.request,
    'gen_ai.request.temperature': call.temperature ?? 0.2,
    'gen_ai.request.max_tokens': 1024,
    'gen_ai.request.stream': true,
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: call.system }]),
    'gen_ai.input.messages': JSON.stringify(call.history),
    ...call.attributes,
  }
  if (call.error !== undefined) {
    return {
      name: `chat ${profile.request}`,
      kind: 'client',
      attributes: request,
      selfMs: firstTokenMs,
      error: call.error,
    }
  }
  const finish = call.finish ?? 'stop'
  const response = {
    'gen_ai.response.model': profile.response,
    'gen_ai.response.id': `resp_${hex(random, 24)}`,
    'gen_ai.response.finish_reasons': [finish],
    'gen_ai.response.time_to_first_chunk': firstTokenMs / 1000,
    'gen_ai.usage.input_tokens': inputTokens,
    'gen_ai.usage.output_tokens': outputTokens,
    ...(cachedTokens > 0 && { 'gen_ai.usage.cache_read.input_tokens': cachedTokens }),
    ...(reasoningTokens > 0 && { 'gen_ai.usage.reasoning.output_tokens': reasoningTokens }),
    'gen_ai.output.messages': JSON.stringify([{ ...call.answer, finish_reason: finish }]),
  }
  return {
    name: `chat ${profile.request}`,
    kind: 'client',
    attributes: { ...request, ...response },
    selfMs: firstTokenMs + outputTokens * profile.perTokenMs * (call.slowdown ?? 1),
  }
}

/** An embedding call for texts of `characters` in all. */
export function embeddingCall(random: Random, characters: number): SpanPlan {
  const model = 'text-embedding-3-small'
  return {
    name: `embeddings ${model}`,
    kind: 'client',
    selfMs: random.duration(90),
    attributes: {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.response.model': model,
      'gen_ai.usage.input_tokens': Math.ceil(characters / 4),
      'gen_ai.embeddings.dimension.count': 1536,
    },
  }
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('')
}
