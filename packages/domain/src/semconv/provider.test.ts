import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { inferProvider, providerName } from './provider.ts'
import { rawSpan } from './raw-span.fixture.ts'

describe('a provider', () => {
  it.each([
    ['OpenAI', 'openai'],
    ['azure', 'azure.ai.openai'],
    ['az.ai.inference', 'azure.ai.inference'],
    ['google', 'gcp.gen_ai'],
    ['vertex_ai', 'gcp.vertex_ai'],
    ['AWS', 'aws.bedrock'],
    ['MistralAI', 'mistral_ai'],
    ['xai', 'x_ai'],
    ['openai.chat', 'openai'],
    ['google.generative-ai', 'gcp.gemini'],
    ['google.vertex.chat', 'gcp.vertex_ai'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['langchain', ''],
    ['strands-agents', ''],
    ['autogen_core', ''],
    ['mock', 'mock'],
  ])('written %s is %s', (written, name) => {
    expect(providerName(written)).toBe(name)
  })

  it.each([
    ['', 'gpt-4o-mini', 'openai'],
    ['', 'o4-mini-2025-04-16', 'openai'],
    ['', 'claude-sonnet-4-5', 'anthropic'],
    ['', 'anthropic.claude-3-haiku-20240307-v1:0', 'aws.bedrock'],
    ['', 'models/gemini-2.5-flash', 'gcp.gemini'],
    ['', 'anthropic/claude-sonnet-4', 'anthropic'],
    ['bedrock-runtime.eu-west-1.amazonaws.com', 'claude-3', 'aws.bedrock'],
    ['my-thing.openai.azure.com', 'gpt-4o', 'azure.ai.openai'],
    ['api.openai.com', 'my-tuned-model', 'openai'],
    ['evil-openai.com.example.org', 'my-model', ''],
    ['', 'in-house-model', ''],
  ])('at %s with model %s is taken for %s', (address, model, name) => {
    expect(inferProvider(address, model)).toBe(name)
  })

  it('is inferred where only a framework is named, and says so', () => {
    const told = { 'gen_ai.system': 'langchain', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.operation.name': 'chat' }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({ provider: 'openai', providerInferred: true })
  })

  it('named in two generations of words is a conflict; the newer wins', () => {
    const told = { 'gen_ai.provider.name': 'azure.ai.openai', 'gen_ai.system': 'openai' }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({ provider: 'azure.ai.openai', normalizeConflict: ['provider'] })
  })

  it('google with a Gemini model is Gemini', () => {
    const told = { 'llm.provider': 'google', 'llm.model_name': 'gemini-2.5-flash', 'openinference.span.kind': 'LLM' }
    expect(normalizeSpan(rawSpan(told)).provider).toBe('gcp.gemini')
  })
})
