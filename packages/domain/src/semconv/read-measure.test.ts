import { describe, expect, it } from 'vitest'
import { genAiMeasureOf, rankOfMeasure } from './read-measure.ts'

const NONE = new Map()

describe('metrics of model calls', () => {
  it.each([
    ['gen_ai.client.token.usage', 'genai.tokens', '', undefined],
    ['gen_ai.client.inference.usage.input_tokens', 'genai.tokens', 'input', undefined],
    ['gen_ai.client.inference.usage.cache_read.input_tokens', 'genai.tokens', 'cache_read', undefined],
    ['gen_ai.client.inference.usage.cache_write.input_tokens', 'genai.tokens', 'cache_write', undefined],
    ['gen_ai.client.inference.usage.reasoning.output_tokens', 'genai.tokens', 'reasoning', undefined],
    ['gen_ai.client.inference.operation.output_tokens', 'genai.tokens', 'output', undefined],
    ['strands.event_loop.cache_read.input.tokens', 'genai.tokens', 'cache_read', undefined],
    ['vllm:generation_tokens_total', 'genai.tokens', 'output', undefined],
    ['llm.openai.chat_completions.tokens', 'genai.tokens', '', undefined],
    ['gen_ai.client.operation.duration', 'genai.duration', '', undefined],
    ['gen_ai.client.inference.duration', 'genai.duration', '', undefined],
    ['gen_ai.client.operation', 'genai.duration', '', undefined],
    ['gen_ai.server.request.duration', 'genai.duration', '', undefined],
    ['gen_ai.execute_tool.duration', 'genai.duration', '', 'tool'],
    ['gen_ai.invoke_agent.duration', 'genai.duration', '', 'agent'],
    ['gen_ai.workflow.duration', 'genai.duration', '', 'chain'],
    ['gen_ai.invoke_workflow.duration', 'genai.duration', '', 'chain'],
    ['strands.event_loop.latency', 'genai.duration', '', 'chat'],
    ['gen_ai.client.operation.time_to_first_chunk', 'genai.ttft', '', undefined],
    ['gen_ai.client.inference.time_to_first_chunk', 'genai.ttft', '', undefined],
    ['gen_ai.server.time_to_first_token', 'genai.ttft', '', undefined],
    ['gen_ai.client.inference.time_per_output_chunk', 'genai.tpot', '', undefined],
    ['gen_ai.server.time_per_output_token', 'genai.tpot', '', undefined],
    ['gen_ai.usage.cost', 'genai.cost', '', undefined],
    ['operation.cost', 'genai.cost', '', undefined],
    ['gen_ai.invoke_agent.inference_calls', 'genai.inference_calls', '', undefined],
    ['gen_ai.invoke_agent.tool_calls', 'genai.tool_calls', '', undefined],
  ])('are known whoever names them: %s', (name, measure, tokenType, operation) => {
    expect(genAiMeasureOf(name, NONE)).toEqual({ measure, tokenType, tokenModality: '', operation })
  })

  it.each([
    ['output', 'output'],
    ['Prompt', 'input'],
    ['completion', 'output'],
    ['cached', 'cache_read'],
    ['total', 'total'],
  ])('say by an attribute which tokens they count: %s', (told, tokenType) => {
    const attributes = new Map([
      ['gen_ai.token.type', told],
      ['gen_ai.token.modality', 'Audio'],
    ])
    expect(genAiMeasureOf('gen_ai.client.token.usage', attributes)).toMatchObject({ tokenType, tokenModality: 'audio' })
    expect(genAiMeasureOf('gen_ai.client.operation.duration', attributes)).toMatchObject({
      tokenType: '',
      tokenModality: '',
    })
  })

  it.each([
    'http.server.request.duration',
    'gen_ai.client.generation.choices',
    'mcp.client.operation.duration',
    'llm.openai.embeddings.vector_size',
    'strands.event_loop.cycle_duration',
    '',
  ])('are not %s', (name) => {
    expect(genAiMeasureOf(name, NONE)).toBeUndefined()
    expect(rankOfMeasure(name)).toBe(-1)
  })

  it('of clients come before those of servers, for one library may send both', () => {
    const rank = rankOfMeasure
    expect(rank('gen_ai.client.operation.duration')).toBeLessThan(rank('gen_ai.server.request.duration'))
    expect(rank('gen_ai.client.operation.time_to_first_chunk')).toBeLessThan(rank('gen_ai.server.time_to_first_token'))
  })
})
