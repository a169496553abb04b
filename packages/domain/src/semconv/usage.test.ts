import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'

const CHAT = { 'gen_ai.operation.name': 'chat' }

describe('tokens', () => {
  it('are read under their new names before their old ones, and differences are told', () => {
    const told = {
      ...CHAT,
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.prompt_tokens': 12,
      'gen_ai.usage.completion_tokens': 3,
    }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({
      inputTokens: 10,
      outputTokens: 3,
      totalTokens: 13,
      normalizeConflict: ['input_tokens'],
    })
  })

  it.each([
    ['12', 12],
    [12.0, 12],
    [{ intValue: '12' }, 12],
    [{ low: 12, high: 0 }, 12],
    ['"12"', 12],
    [0, 0],
    [12.5, undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['twelve', undefined],
    ['', undefined],
    [2 ** 32, undefined],
    ['1e400', undefined],
    [true, undefined],
    [[12], undefined],
  ])('written %o are %s', (written, count) => {
    expect(normalizeSpan(rawSpan({ ...CHAT, 'gen_ai.usage.input_tokens': written })).inputTokens).toBe(count)
  })

  it('that are not usable leave the word to the next candidate', () => {
    const told = { ...CHAT, 'gen_ai.usage.input_tokens': -5, 'gen_ai.usage.prompt_tokens': 7 }
    expect(normalizeSpan(rawSpan(told)).inputTokens).toBe(7)
  })

  it('nobody counted stay undefined and are missed on a call', () => {
    expect(normalizeSpan(rawSpan(CHAT))).toMatchObject({
      inputTokens: undefined,
      totalTokens: undefined,
      usageMissing: true,
    })
    expect(normalizeSpan(rawSpan(CHAT, { status: 'error' })).usageMissing).toBe(false)
    expect(normalizeSpan(rawSpan({ 'gen_ai.operation.name': 'invoke_agent' })).usageMissing).toBe(false)
  })

  it('that are all zero on a call that went well were counted by nobody', () => {
    const nothing = { 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0, 'gen_ai.usage.total_tokens': 0 }
    expect(normalizeSpan(rawSpan({ ...CHAT, ...nothing }))).toMatchObject({
      inputTokens: undefined,
      outputTokens: undefined,
      totalTokens: undefined,
      usageMissing: true,
    })
    expect(normalizeSpan({ ...rawSpan({ ...CHAT, ...nothing }), status: 'error' })).toMatchObject({
      inputTokens: 0,
      outputTokens: 0,
      usageMissing: false,
    })
  })

  it.each(['gen_ai.is_streaming', 'llm.is_streaming'])(
    'of a stream that is known by %s are estimated by Traceloop',
    (sign) => {
      const told = { ...CHAT, 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 3 }
      const scope = { name: 'opentelemetry.instrumentation.anthropic', version: '', attributes: new Map() }
      const estimated = (attributes: Record<string, string | number | boolean>) =>
        normalizeSpan({ ...rawSpan(attributes), scope }).usageEstimated
      expect(estimated({ ...told, [sign]: true })).toBe(true)
      expect(estimated({ ...told, [sign]: false })).toBe(false)
      expect(estimated(told)).toBe(false)
    },
  )

  it('of which only one side is known are incomplete', () => {
    expect(normalizeSpan(rawSpan({ ...CHAT, 'gen_ai.usage.output_tokens': 3 })).usageIncomplete).toBe(true)
  })

  it('total at least their sum', () => {
    const told = {
      ...CHAT,
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.total_tokens': 11,
    }
    expect(normalizeSpan(rawSpan(told)).totalTokens).toBe(15)
  })

  it.each([
    ['I1: OpenLIT counts Anthropic without cache', 'openlit.instrumentation.anthropic', 'anthropic', 500, 700, false],
    [
      'I1: Bedrock counts without cache',
      'opentelemetry.instrumentation.botocore.bedrock-runtime',
      'aws.bedrock',
      500,
      700,
      false,
    ],
    ['I2: more cache than input is impossible', 'hand-written', 'anthropic', 150, 350, true],
    ['others count cache in', 'hand-written', 'anthropic', 500, 500, false],
  ])('%s', (_, scope, provider, input, whole, repaired) => {
    const told = {
      ...CHAT,
      'gen_ai.provider.name': provider,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.cache_read.input_tokens': 150,
      'gen_ai.usage.cache_creation.input_tokens': 50,
    }
    const found = normalizeSpan(rawSpan(told, { scope }))
    expect(found).toMatchObject({ inputTokens: whole, uncachedInputTokens: whole - 200, normalizeRepaired: repaired })
  })

  it('of thoughts that are more than the output are added to it (I4)', () => {
    const told = { ...CHAT, 'gen_ai.usage.output_tokens': 40, 'gen_ai.usage.reasoning.output_tokens': 90 }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({
      outputTokens: 130,
      reasoningTokens: 90,
      normalizeRepaired: true,
    })
  })

  it('of cache writes are read under all their names', () => {
    for (const name of [
      'cache_write.input_tokens',
      'cache_creation.input_tokens',
      'cache_creation_input_tokens',
      'details.cache_write_tokens',
    ]) {
      expect(normalizeSpan(rawSpan({ ...CHAT, [`gen_ai.usage.${name}`]: 9 })).cacheWriteTokens, name).toBe(9)
    }
  })

  it.each([
    [
      'OpenAI chat',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        prompt_tokens_details: { cached_tokens: 60 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
    ],
    [
      'OpenAI Responses',
      {
        input_tokens: 100,
        output_tokens: 20,
        input_tokens_details: { cached_tokens: 60 },
        output_tokens_details: { reasoning_tokens: 5 },
      },
    ],
    ['LangChain', { input: 40, input_cache_read: 60, output: 15, output_reasoning: 5, total: 120 }],
    ['JavaScript', { input: 40, input_cached_tokens: 60, output: 15, output_reasoning_tokens: 5 }],
  ])('in the shape that Langfuse has of %s', (_, details) => {
    const told = {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.usage_details': JSON.stringify(details),
    }
    expect(normalizeSpan(rawSpan(told))).toMatchObject({
      inputTokens: 100,
      outputTokens: 20,
      totalTokens: 120,
      cacheReadTokens: 60,
      reasoningTokens: 5,
    })
  })
})

describe('usage as Python prints it', () => {
  it('is read of the sources that are sent so: LangSmith, LiteLLM, CrewAI', () => {
    const langsmith = {
      'langsmith.span.kind': 'llm',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 40,
      'gen_ai.usage.input_token_details': "{'audio': 3, 'cache_read': 30, 'cache_creation': None}",
      'gen_ai.usage.output_token_details': "{'audio': 0, 'reasoning': 10}",
    }
    expect(normalizeSpan(rawSpan(langsmith))).toMatchObject({
      inputTokens: 100,
      cacheReadTokens: 30,
      cacheWriteTokens: undefined,
      reasoningTokens: 10,
      audioInputTokens: 3,
    })
    const usage =
      "{'prompt_tokens': 100, 'completion_tokens': 40, 'prompt_tokens_details': {'cached_tokens': 30, 'cache_write_tokens': 20, 'cache_creation_token_details': {'ephemeral_1h_input_tokens': 5}}, 'speed': None}"
    expect(normalizeSpan(rawSpan({ ...CHAT, 'metadata.usage_object': usage }))).toMatchObject({
      inputTokens: 100,
      outputTokens: 40,
      cacheReadTokens: 30,
      cacheWriteTokens: 20,
      cacheWrite1hTokens: 5,
      normalizeRepaired: false,
    })
    const crew = { 'crewai.crew.usage_metrics': "{'total_tokens': 140, 'prompt_tokens': 100, 'completion_tokens': 40}" }
    expect(normalizeSpan(rawSpan({ 'traceloop.span.kind': 'workflow', ...crew }))).toMatchObject({
      isAggregate: true,
      inputTokens: 100,
      outputTokens: 40,
    })
  })

  it('is JSON as well, and otherwise nothing', () => {
    const told = (details: string) => normalizeSpan(rawSpan({ ...CHAT, 'gen_ai.usage.input_token_details': details }))
    expect(told('{"cache_read": 30}').cacheReadTokens).toBe(30)
    for (const broken of ["{'cache_read': 30", "{'cache_read': f(30)}", "{'cache_read': '30 tokens'}", 'None'])
      expect(told(broken).cacheReadTokens).toBeUndefined()
  })

  it('is not guessed of other sources', () => {
    const usage = "{'prompt_tokens': 100, 'completion_tokens': 40}"
    expect(
      normalizeSpan(rawSpan({ ...CHAT, 'llm.openai.usage': usage, 'llm.usage': usage })).inputTokens,
    ).toBeUndefined()
  })
})

describe('reported cost', () => {
  it.each([
    [{ 'pyflare.cost.total': 0.0015 }, 1_500_000n],
    [{ 'llm.cost.total': '0.25' }, 250_000_000n],
    [{ 'langfuse.observation.cost_details': '{"input":0.1,"output":0.2}' }, 300_000_000n],
    [{ 'gen_ai.usage.cost': 0, 'gen_ai.usage.input_tokens': 10 }, undefined],
    [{ 'gen_ai.usage.cost': -1 }, undefined],
    [{ 'gen_ai.usage.cost': 1e30 }, undefined],
    [{}, undefined],
  ])('of %o is %s nano-dollars', (told, nanos) => {
    expect(normalizeSpan(rawSpan({ ...CHAT, ...told })).costReportedNanos).toBe(nanos)
  })
})
