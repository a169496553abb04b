import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { joinChunks } from './chunks.ts'
import { toMessages } from './shapes.ts'

const chat = (delta: Json, finish: string | null = null): Json => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, delta, finish_reason: finish }],
})

test('chat chunks make the message, its calls and why it ended', () => {
  const pieces: Json[] = [
    chat({ role: 'assistant', content: 'Look' }),
    chat({ content: 'ing.' }),
    chat({ tool_calls: [{ index: 0, id: 'call_1', function: { name: 'get_weather', arguments: '' } }] }),
    chat({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
    chat({ tool_calls: [{ index: 0, function: { arguments: '"Paris"}' } }] }),
    chat({}, 'tool_calls'),
    { object: 'chat.completion.chunk', choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } },
  ]
  expect(toMessages(pieces, 'output')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'text', content: 'Looking.' },
        { type: 'tool_call', id: 'call_1', name: 'get_weather', arguments: { city: 'Paris' } },
      ],
      finish_reason: 'tool_calls',
    },
  ])
  expect(joinChunks(pieces)).toMatchObject({ id: 'chatcmpl-1', usage: { prompt_tokens: 3 } })
})

test("LangChain's pieces make the message, its calls and why it ended", () => {
  const piece = (kwargs: Json): Json => ({
    lc: 1,
    type: 'constructor',
    id: ['langchain', 'schema', 'output', 'ChatGenerationChunk'],
    kwargs,
  })
  const told = (kwargs: Json): Json => ({ id: ['langchain', 'schema', 'messages', 'AIMessageChunk'], kwargs })
  const call = (name: string | null, args: string): Json =>
    piece({ message: told({ content: '', tool_call_chunks: [{ name, args, id: name && 'call_1', index: 0 }] }) })
  const pieces: Json[] = [
    piece({ message: told({ content: '', additional_kwargs: { reasoning_content: 'Hm.' } }) }),
    piece({ text: 'Look', message: told({ content: 'Look' }) }),
    piece({ message: told({ content: [{ type: 'text', text: 'ing.', index: 0 }] }) }),
    call('get_weather', '{"city":'),
    call(null, '"Paris"}'),
    piece({ generation_info: { finish_reason: 'tool_calls' }, message: told({ content: '' }) }),
  ]
  expect(toMessages(pieces, 'output')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'Looking.' },
        { type: 'tool_call', id: 'call_1', name: 'get_weather', arguments: { city: 'Paris' } },
      ],
      finish_reason: 'tool_calls',
    },
  ])
  expect(joinChunks([...pieces, { id: ['langchain', 'schema', 'document', 'Document'] }])).toBeUndefined()
})

test("Anthropic's events make the message with its thoughts and tools", () => {
  const events: Json[] = [
    { type: 'message_start', message: { id: 'msg_1', model: 'claude', role: 'assistant', usage: { input_tokens: 7 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'It ' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'rains.' } },
    { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} } },
    { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ]
  expect(toMessages(events, 'output')).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'It rains.' },
        { type: 'tool_call', id: 'toolu_1', name: 'f', arguments: { a: 1 } },
      ],
      finish_reason: 'tool_use',
    },
  ])
  expect(joinChunks(events)).toMatchObject({ model: 'claude', usage: { input_tokens: 7, output_tokens: 5 } })
})

test("the last of the Responses' events has the whole answer", () => {
  const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] }]
  const events: Json[] = [
    { type: 'response.created', response: { output: [] } },
    { type: 'response.output_text.delta', delta: 'Yes.' },
    { type: 'response.completed', response: { output } },
  ]
  expect(toMessages(events, 'output')).toEqual([{ role: 'assistant', parts: [{ type: 'text', content: 'Yes.' }] }])
})

test.each([
  [[]],
  [[1, 2]],
  [[{ type: 'text', text: 'a' }]],
  [[{ role: 'user', content: 'a' }]],
  [[{ type: 'response' }]],
])('%j is no answer in pieces', (list) => {
  expect(joinChunks(list)).toBeUndefined()
})
