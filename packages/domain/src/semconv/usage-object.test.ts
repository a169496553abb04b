import { describe, expect, it } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'
import { USAGE_SHAPES } from './tables/usage-objects.ts'
import { usageIn } from './usage-object.ts'

const CALL = { 'openinference.span.kind': 'LLM' }
/** Of each API's own documentation: a call with 100 in, of which 30 from and 20 to the cache, and 40 out, of which 10 thoughts. */
const OBJECTS: readonly (readonly [whose: string, usage: object, input: number, output: number])[] = [
  [
    'LangChain',
    {
      input_tokens: 100,
      output_tokens: 40,
      total_tokens: 140,
      input_token_details: { cache_read: 30, cache_creation: 20 },
      output_token_details: { reasoning: 10 },
    },
    100,
    40,
  ],
  [
    'OpenAI Responses',
    {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 30 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 10 },
    },
    100,
    40,
  ],
  [
    'OpenAI chat, and the many that follow it',
    {
      prompt_tokens: 100,
      completion_tokens: 40,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 10 },
    },
    100,
    40,
  ],
  [
    'Gemini',
    { prompt_token_count: 100, candidates_token_count: 30, thoughts_token_count: 10, cached_content_token_count: 30 },
    100,
    40,
  ],
  [
    'Gemini, in JSON',
    { promptTokenCount: 100, candidatesTokenCount: 30, thoughtsTokenCount: 10, cachedContentTokenCount: 30 },
    100,
    40,
  ],
  [
    'Bedrock Converse',
    { inputTokens: 50, outputTokens: 40, cacheReadInputTokens: 30, cacheWriteInputTokens: 20 },
    100,
    40,
  ],
  [
    'Vercel AI SDK, Genkit, Mastra',
    { inputTokens: 100, outputTokens: 40, cachedInputTokens: 30, reasoningTokens: 10 },
    100,
    40,
  ],
  ['Vercel AI SDK 4', { promptTokens: 100, completionTokens: 40 }, 100, 40],
  [
    'Anthropic',
    { input_tokens: 50, output_tokens: 40, cache_read_input_tokens: 30, cache_creation_input_tokens: 20 },
    100,
    40,
  ],
  ['Cohere', { billed_units: { input_tokens: 100, output_tokens: 40 }, tokens: { input_tokens: 105 } }, 100, 40],
  ['any', { input_tokens: 100, output_tokens: 40 }, 100, 40],
  ['Ollama', { prompt_eval_count: 100, eval_count: 40 }, 100, 40],
  ['Bedrock Titan', { inputTextTokenCount: 100, results: [{ tokenCount: 40 }] }, 100, 40],
]

describe('usage objects', () => {
  it.each(OBJECTS)('of %s count input with cache and output with thoughts', (_, usage, input, output) => {
    expect(usageIn(JSON.stringify(usage))?.counts).toMatchObject({ inputTokens: input, outputTokens: output })
  })

  it('of every shape are tried', () => {
    expect(OBJECTS.map(([whose]) => whose)).toEqual(USAGE_SHAPES.map(({ whose }) => whose))
  })

  it.each([
    [{ usage: OBJECTS[8]?.[1] }],
    [{ id: 'x', response: { usage: OBJECTS[1]?.[1] } }],
    [{ generations: [[{ message: { kwargs: { usage_metadata: OBJECTS[0]?.[1] } } }]] }],
    [{ llm_output: { token_usage: OBJECTS[2]?.[1] } }],
    [{ usageMetadata: OBJECTS[4]?.[1] }],
    [{ meta: OBJECTS[9]?.[1] }],
    [OBJECTS[11]?.[1]],
  ])('are found in an answer like %j', (answer) => {
    const columns = normalizeSpan(rawSpan({ ...CALL, 'output.value': JSON.stringify(answer) }))
    expect(columns).toMatchObject({ inputTokens: 100, outputTokens: 40, normalizeRepaired: false })
  })

  it('only fill in what attributes leave open', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 30 } }
    const told = { ...CALL, 'llm.token_count.prompt': 100, 'llm.token_count.completion': 40 }
    const columns = normalizeSpan(rawSpan({ ...told, 'output.value': JSON.stringify({ usage }) }))
    expect(columns).toMatchObject({ inputTokens: 100, outputTokens: 40, cacheReadTokens: 30 })
  })

  it('show that an attribute repeats a count without cache or thoughts, which it then gets, once', () => {
    const anthropic = JSON.stringify({ usage: OBJECTS[8]?.[1] })
    const repeated = { ...CALL, 'llm.token_count.prompt': 50, 'llm.token_count.completion': 40 }
    expect(normalizeSpan(rawSpan({ ...repeated, 'output.value': anthropic })).inputTokens).toBe(100)
    const summed = { ...repeated, 'llm.token_count.prompt': 100 }
    expect(normalizeSpan(rawSpan({ ...summed, 'output.value': anthropic })).inputTokens).toBe(100)
    const openlit = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.usage.input_tokens': 50,
    }
    const raw = { ...openlit, 'gen_ai.usage.raw': JSON.stringify(OBJECTS[8]?.[1]) }
    expect(normalizeSpan(rawSpan(raw, { scope: 'openlit.instrumentation.anthropic' })).inputTokens).toBe(100)
    const gemini = JSON.stringify({ usage_metadata: OBJECTS[3]?.[1] })
    const thoughtless = { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.output_tokens': 30 }
    expect(normalizeSpan(rawSpan({ ...thoughtless, 'output.value': gemini })).outputTokens).toBe(40)
  })

  it.each([
    ['{}'],
    ['[]'],
    ['"text"'],
    ['{"prompt_tokens":null}'],
    ['{"prompt_tokens":"many"}'],
    ['{"tokens":5}'],
    ['null'],
  ])('are not %s', (value) => {
    expect(usageIn(value)).toBeUndefined()
  })

  it('of a chain or a tool are what it was given, and count nothing', () => {
    const output = JSON.stringify({ usage: { prompt_tokens: 1, completion_tokens: 2 } })
    for (const kind of ['CHAIN', 'TOOL', 'AGENT', 'RETRIEVER'])
      expect(
        normalizeSpan(rawSpan({ 'openinference.span.kind': kind, 'output.value': output })).inputTokens,
      ).toBeUndefined()
  })
})
