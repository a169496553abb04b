import { describe, expect, it } from 'vitest'
import { genAiMeasureOf } from './read-measure.ts'

const NONE = new Map()

describe('metrics of model calls', () => {
  it.each([
    ['gen_ai.client.token.usage', 'genai.tokens', ''],
    ['gen_ai.client.inference.usage.input_tokens', 'genai.tokens', 'input'],
    ['gen_ai.client.inference.usage.cache_read.input_tokens', 'genai.tokens', 'cache_read'],
    ['gen_ai.client.inference.usage.cache_write.input_tokens', 'genai.tokens', 'cache_write'],
    ['gen_ai.client.inference.usage.reasoning.output_tokens', 'genai.tokens', 'reasoning'],
    ['gen_ai.client.inference.operation.output_tokens', 'genai.tokens', 'output'],
    ['gen_ai.client.operation.duration', 'genai.duration', ''],
    ['gen_ai.client.inference.duration', 'genai.duration', ''],
    ['gen_ai.server.request.duration', 'genai.duration', ''],
    ['gen_ai.execute_tool.duration', 'genai.duration', ''],
    ['gen_ai.client.operation.time_to_first_chunk', 'genai.ttft', ''],
    ['gen_ai.server.time_to_first_token', 'genai.ttft', ''],
    ['gen_ai.client.inference.time_per_output_chunk', 'genai.tpot', ''],
    ['gen_ai.server.time_per_output_token', 'genai.tpot', ''],
    ['gen_ai.invoke_agent.inference_calls', 'genai.inference_calls', ''],
  ])('of both generations are known: %s', (name, measure, tokenType) => {
    expect(genAiMeasureOf(name, 'histogram', NONE)).toMatchObject({ measure, tokenType })
  })

  it('say by an attribute which tokens they count, and by their type whether they can be added', () => {
    const attributes = new Map([
      ['gen_ai.token.type', 'output'],
      ['gen_ai.token.modality', 'Audio'],
    ])
    expect(genAiMeasureOf('gen_ai.client.token.usage', 'histogram', attributes)).toEqual({
      measure: 'genai.tokens',
      tokenType: 'output',
      modality: 'audio',
      instrument: 'distribution',
    })
    expect(genAiMeasureOf('gen_ai.client.inference.usage.input_tokens', 'sum', NONE)?.instrument).toBe('total')
  })

  it.each(['http.server.request.duration', 'gen_ai.client.generation.choices', 'mcp.client.operation.duration', ''])(
    'are not %s',
    (name) => {
      expect(genAiMeasureOf(name, 'sum', NONE)).toBeUndefined()
    },
  )
})
