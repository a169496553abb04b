import { describe, expect, test } from 'vitest'
import { NORMALIZER_VERSION } from '../normalizer-version.ts'
import { rawSpan } from '../raw-span.fixture.ts'
import { rereadSpan } from './reread-span.ts'
import { storedSpan } from './stored-span.fixture.ts'

const CALL = rawSpan({
  'openinference.span.kind': 'LLM',
  'llm.model_name': 'gpt-4o-mini-2024-07-18',
  'llm.token_count.prompt': 120,
  'llm.token_count.completion': 30,
  'llm.input_messages.0.message.role': 'user',
  'llm.input_messages.0.message.content': 'What is 6 x 7?',
  'llm.output_messages.0.message.role': 'assistant',
  'llm.output_messages.0.message.content': '42',
  metadata: '{"tier": "1"}',
})

describe('rereadSpan', () => {
  test('a span that was read by these rules reads the same', () => {
    expect(rereadSpan(storedSpan(CALL)).changes).toEqual({})
  })

  test('what another normalizer read otherwise is told, before and after', () => {
    const row = storedSpan(CALL, { modelId: 'gpt', inputTokens: undefined, totalTokens: 30, normalizerVersion: 1 })
    const { changes, columns } = rereadSpan(row)
    expect(changes).toEqual({
      model_id: { before: 'gpt', after: 'gpt-4o-mini' },
      input_tokens: { before: '', after: '120' },
      total_tokens: { before: '30', after: '150' },
    })
    expect(columns.normalizerVersion).toBe(NORMALIZER_VERSION)
  })

  test('what was read from inside of content stays known when the content is a column', () => {
    const raw = rawSpan({
      'openinference.span.kind': 'LLM',
      'input.value': '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"temperature":0.5}',
      'output.value':
        '{"choices":[{"message":{"role":"assistant","content":"Ho"}}],"usage":{"prompt_tokens":3,"completion_tokens":4}}',
    })
    const row = storedSpan(raw)
    expect(row.attributes).not.toHaveProperty('output.value')
    expect(row).toMatchObject({ modelId: 'gpt-4o', inputTokens: 3, outputTokens: 4 })
    expect(rereadSpan(row).changes).toEqual({})
    expect(rereadSpan({ ...row, contentFacts: {} }).changes).toEqual({})
  })

  test('what was redacted stays redacted, and what was known before stays known', () => {
    const row = storedSpan(CALL, { contentRedacted: true })
    const masked = '[{"role":"user","parts":[{"type":"text","content":"[redacted]"}]}]'
    const { columns, changes } = rereadSpan({
      ...row,
      attributes: { 'openinference.span.kind': 'LLM' },
      inputMessages: masked,
      input: masked,
      inputPreview: '[redacted]',
    })
    expect(columns).toMatchObject({
      input: masked,
      inputPreview: '[redacted]',
      modelId: 'gpt-4o-mini',
      inputTokens: 120,
    })
    expect(Object.keys(changes)).toEqual(['input_hash'])
  })

  test('an environment that the collector gave is no change', () => {
    expect(rereadSpan(storedSpan(CALL, { environment: 'staging' })).changes).toEqual({})
  })
})
