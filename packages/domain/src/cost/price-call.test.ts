import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type CallContext, type CallUsage, PRICE_LIST, priceCall } from './price-call.ts'

const NO_USAGE: CallUsage = {
  inputTokens: undefined,
  outputTokens: undefined,
  cacheReadTokens: undefined,
  cacheWriteTokens: undefined,
  cacheWrite1hTokens: undefined,
  reasoningTokens: undefined,
  audioInputTokens: undefined,
  audioOutputTokens: undefined,
}

function price(provider: string, modelId: string, usage: Partial<CallUsage>, context: Partial<CallContext> = {}) {
  return priceCall(
    { ...NO_USAGE, ...usage },
    {
      provider,
      modelId,
      modelVersion: '',
      responseModel: '',
      serviceTier: '',
      at: new Date('2026-11-01T12:00:00Z'),
      ...context,
    },
  )
}

test('gpt-4o-mini: 0.15 in, 0.075 cached, 0.60 out a million; reasoning is in the output', () => {
  expect(price('openai', 'gpt-4o-mini', { inputTokens: 1114, outputTokens: 237, cacheReadTokens: 1024 })).toEqual({
    // 90 * 150 + 1024 * 75, and 237 * 600.
    inputNanos: 90_300n,
    outputNanos: 142_200n,
    totalNanos: 232_500n,
    priceVersion: `${PRICE_LIST} openai/gpt-4o-mini`,
    provenance: 'exact',
  })
  const reasoned = price('openai', 'gpt-4o-mini', { inputTokens: 1, outputTokens: 237, reasoningTokens: 200 })
  expect(reasoned?.outputNanos).toBe(142_200n)
})

test('claude: cache writes cost more, those for an hour twice the input', () => {
  const usage = {
    inputTokens: 10_000,
    outputTokens: 100,
    cacheReadTokens: 5000,
    cacheWriteTokens: 3000,
    cacheWrite1hTokens: 1000,
  }
  // 2000 * 3 + 5000 * 0.30 + 2000 * 3.75 + 1000 * 6 dollars a million.
  expect(price('anthropic', 'claude-sonnet-4-5', usage)).toMatchObject({
    inputNanos: 21_000_000n,
    outputNanos: 1_500_000n,
    totalNanos: 22_500_000n,
    provenance: 'exact',
  })
})

test('claude: a prompt beyond 200,000 tokens pays the dearer tier for all of it', () => {
  const long = price('anthropic', 'claude-sonnet-4-5', { inputTokens: 250_000, outputTokens: 1000 })
  expect(long).toMatchObject({ inputNanos: 1_500_000_000n, outputNanos: 22_500_000n })
})

test('gemini: audio has its own price, thoughts are output', () => {
  const usage = { inputTokens: 1000, audioInputTokens: 400, outputTokens: 93, reasoningTokens: 52 }
  // 600 * 0.30 + 400 * 1.00, and 93 * 2.50 dollars a million.
  expect(price('gcp.gemini', 'gemini-2.5-flash', usage)).toMatchObject({
    inputNanos: 580_000n,
    outputNanos: 232_500n,
    provenance: 'exact',
  })
})

test('embeddings have no output', () => {
  expect(price('openai', 'text-embedding-3-small', { inputTokens: 7 })).toMatchObject({
    inputNanos: 140n,
    outputNanos: 0n,
    totalNanos: 140n,
    provenance: 'exact',
  })
})

test('what is paid per request is in the total', () => {
  expect(price('perplexity', 'sonar', { inputTokens: 1000, outputTokens: 100 })?.totalNanos).toBe(13_100_000n)
})

test('the model of the answer decides, and its date with it', () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 0 }
  expect(price('openai', 'gpt-4o', usage)?.totalNanos).toBe(2_500_000_000n)
  expect(price('openai', 'gpt-4o', usage, { responseModel: 'gpt-4o-2024-05-13' })?.totalNanos).toBe(5_000_000_000n)
  expect(price('openai', 'gpt-4o', usage, { modelVersion: '2024-05-13' })?.totalNanos).toBe(5_000_000_000n)
})

test('a price that has changed is the one of that day, and says so', () => {
  const at = (day: string) => price('openai', 'o3', { inputTokens: 1_000_000, outputTokens: 0 }, { at: new Date(day) })
  expect(at('2025-06-01')).toMatchObject({ totalNanos: 10_000_000_000n, priceVersion: `${PRICE_LIST} openai/o3` })
  expect(at('2025-07-01')).toMatchObject({
    totalNanos: 2_000_000_000n,
    priceVersion: `${PRICE_LIST} openai/o3 from 2025-06-10`,
  })
})

test.each([
  ['azure.ai.openai', 'gpt-4o-mini', 'azure/gpt-4o-mini'],
  ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'aws/'],
  ['gcp.vertex_ai', 'claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
  ['mistral_ai', 'mistral-large-latest', 'mistral/mistral-large'],
  ['moonshot_ai', 'kimi-k2', 'moonshotai/kimi-k2'],
  ['', 'gpt-4o-mini', 'openai/gpt-4o-mini'],
  ['openai', 'openai/gpt-4o-mini', 'openai/gpt-4o-mini'],
  ['gcp.gemini', 'models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
])('%s %s has a price', (provider, model, entry) => {
  const found = price(provider, model, { inputTokens: 10, outputTokens: 10 })
  expect(found?.provenance).toBe('exact')
  expect(found?.priceVersion).toContain(entry)
})

test.each([
  ['an unknown model', 'openai', 'gpt-nonexistent'],
  ['no model', 'openai', ''],
  ['open weights on hardware of one’s own', 'vllm', 'deepseek-chat'],
  ['open weights of a closed maker', 'ollama', 'gpt-oss-20b'],
  ['a model whose price is per hour of speech', 'groq', 'whisper-large-v3'],
])('%s has no price', (_, provider, model) => {
  expect(price(provider, model, { inputTokens: 10, outputTokens: 10 })).toBeUndefined()
})

test('a call without usage has no price', () => {
  expect(price('openai', 'gpt-4o-mini', {})).toBeUndefined()
})

test.each([
  ['a gateway of unknown name', 'acme-gateway', 'gpt-4o-mini', { inputTokens: 10, outputTokens: 1 }, ''],
  ['another service tier', 'openai', 'gpt-4o-mini', { inputTokens: 10, outputTokens: 1 }, 'flex'],
  ['no count of the output', 'openai', 'gpt-4o-mini', { inputTokens: 10 }, ''],
  [
    'cached tokens of a model without such a price',
    'cohere',
    'command-r-plus',
    { inputTokens: 10, outputTokens: 1, cacheReadTokens: 5 },
    '',
  ],
  ['images among the output', 'gcp.gemini', 'gemini-2.5-flash-image', { inputTokens: 10, outputTokens: 1 }, ''],
])('%s makes the price partial', (_, provider, model, usage, serviceTier) => {
  expect(price(provider, model, usage, { serviceTier })?.provenance).toBe('partial')
})

test('no usage and no name makes it throw or warn, and nothing is negative', () => {
  const warn = vi.spyOn(console, 'warn')
  const tokens = fc.option(fc.oneof(fc.nat(1_000_000), fc.constantFrom(-1, Number.NaN, Infinity, 0.5)), {
    nil: undefined,
  })
  const usage = fc.record(Object.fromEntries(Object.keys(NO_USAGE).map((key) => [key, tokens])))
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('openai', 'google', 'gcp.gemini', 'anthropic', 'gpt-4o-audio-preview', 'gemini-2.5-flash', 'sonar'),
  )
  fc.assert(
    fc.property(usage, name, name, name, (counts, provider, model, version) => {
      const found = price(provider, model, counts, { modelVersion: version, responseModel: version })
      if (found === undefined) return
      expect(found.inputNanos >= 0n && found.outputNanos >= 0n).toBe(true)
      expect(found.totalNanos >= found.inputNanos + found.outputNanos).toBe(true)
    }),
    { numRuns: 500 },
  )
  expect(warn).not.toHaveBeenCalled()
})

test('the version named is the one installed', () => {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const manifest = join(dirname(entry), '../package.json')
  expect(PRICE_LIST).toBe(`genai-prices@${JSON.parse(readFileSync(manifest, 'utf8')).version}`)
})
