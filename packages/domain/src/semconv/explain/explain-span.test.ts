import { describe, expect, test } from 'vitest'
import { normalizeSpan } from '../normalize-span.ts'
import { rawSpan } from '../raw-span.fixture.ts'
import { explainSpan } from './explain-span.ts'

const chat = (attributes: Record<string, unknown>) =>
  explainSpan(rawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o-2024-08-06', ...attributes }))

describe('explainSpan', () => {
  test('a column is where it was read from, and what else was said of it', () => {
    const { explanations } = chat({ 'gen_ai.usage.input_tokens': 12, 'llm.token_count.prompt': 13 })
    expect(explanations.input_tokens).toEqual({
      from: ['gen_ai.usage.input_tokens'],
      raw: '12',
      as: 'count',
      others: [{ from: 'llm.token_count.prompt', value: '13' }],
      why: [],
    })
  })

  test('a repair says what was added, and why', () => {
    const { columns, explanations } = chat({
      'gen_ai.usage.input_tokens': 14,
      'gen_ai.usage.cache_read.input_tokens': 1100,
    })
    expect(columns).toMatchObject({ inputTokens: 1114, normalizeRepaired: true })
    expect(explanations.input_tokens).toMatchObject({
      from: ['gen_ai.usage.input_tokens'],
      raw: '14',
      why: ['The cache (1100) is more than the input (14), so the input was counted without it: it is added.'],
    })
  })

  test('what no attribute says is worked out, and says how', () => {
    const { explanations } = chat({ 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': 4 })
    expect(explanations.total_tokens).toMatchObject({ from: [], why: ['Input and output together.'] })
    expect(explanations.provider).toMatchObject({ from: [], why: ['No attribute names it: it is known by the model.'] })
    expect(explanations.model_version?.why).toEqual(['Stood behind the name: gpt-4o-2024-08-06.'])
    expect(explanations.operation_kind).toMatchObject({
      from: ['gen_ai.operation.name'],
      why: ['Rule 8 of the kinds.'],
    })
    expect(explanations.output_tokens_per_second?.why).toEqual(["4 output tokens in the span's duration."])
    expect(explanations.environment?.why).toEqual(['Nobody named it.'])
  })

  test('content names its place, and what is gathered all of its places', () => {
    const { explanations } = chat({
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Hello',
      'gen_ai.request.temperature': 0.5,
      metadata: '{"a": 1}',
      'langsmith.metadata.b': '2',
    })
    expect(explanations.input_messages).toMatchObject({
      from: ['llm.input_messages.*'],
      raw: '[{"message":{"role":"user","content":"Hello"}}]',
    })
    expect(explanations.metadata).toMatchObject({ from: ['metadata$', 'langsmith.metadata.**'], raw: '' })
    expect(explanations.temperature).toMatchObject({ from: ['gen_ai.request.temperature'], raw: '0.5', as: 'number' })
  })

  test('content is told within a bound, and a provider as its client named it, with who else is named', () => {
    const { explanations } = chat({
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: 'x'.repeat(10_000) }]),
      'gen_ai.provider.name': 'Azure',
      'gen_ai.system': 'openai',
      'llm.provider': 'azure',
    })
    expect(explanations.input_messages?.raw).toMatch(/^\[\{"role":"user","content":"x+…$/)
    expect(explanations.input_messages?.raw).toHaveLength(501)
    expect(explanations.provider).toMatchObject({
      from: ['gen_ai.provider.name'],
      raw: 'Azure',
      others: [{ from: 'gen_ai.system', value: 'openai' }],
    })
  })

  test('nothing is said of columns that say nothing', () => {
    const { explanations } = explainSpan(rawSpan())
    expect(Object.keys(explanations)).toEqual(['operation_kind', 'is_aggregate', 'environment'])
  })

  test('the columns are those that reading gives without anyone asking', () => {
    const raw = rawSpan({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'claude-3-5-sonnet',
      'input.value': 'Hi',
    })
    expect(explainSpan(raw).columns).toEqual(normalizeSpan(raw))
  })
})
