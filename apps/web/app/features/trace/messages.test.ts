import { expect, test } from 'vitest'
import type { SpanDetail } from '~/api/rows.ts'
import { conversationOf, messagesOf, messageText } from './messages.ts'

test('parts become what the page shows', () => {
  const [message] = messagesOf([
    {
      role: 'assistant',
      finish_reason: 'tool_call',
      parts: [
        { type: 'reasoning', content: 'Two charges.' },
        { type: 'text', content: 'Let me look.' },
        { type: 'tool_call', id: 'c1', name: 'get_order', arguments: '{"id":7}' },
        { type: 'uri', modality: 'image', uri: 'https://example.org/a.png' },
        { type: 'hologram', size: 3 },
      ],
    },
  ])
  expect(message?.finishReason).toBe('tool_call')
  expect(message?.parts).toEqual([
    { type: 'reasoning', text: 'Two charges.' },
    { type: 'text', text: 'Let me look.' },
    { type: 'tool_call', id: 'c1', name: 'get_order', arguments: { id: 7 } },
    { type: 'media', label: 'image', reference: 'https://example.org/a.png' },
    { type: 'other', label: 'hologram', value: { type: 'hologram', size: 3 } },
  ])
  expect(message && messageText(message)).toBe('Two charges. Let me look. get_order({"id":7}) image hologram')
})

test('nothing that a client can send makes it throw', () => {
  for (const value of [
    undefined,
    null,
    '',
    'text',
    7,
    {},
    [null, 1, 'a', [], { parts: 'x' }, { parts: [1, null] }, { role: 5 }],
  ]) {
    expect(() => messagesOf(value).map(messageText)).not.toThrow()
  }
})

test('system instructions lead the conversation, unless a message says them already', () => {
  const span = (input_messages: unknown) =>
    ({ system_instructions: 'Be terse.', input_messages, output_messages: [] }) as unknown as SpanDetail
  expect(conversationOf(span([{ role: 'user', parts: [] }])).input.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(conversationOf(span([{ role: 'system', parts: [] }])).input.map(({ role }) => role)).toEqual(['system'])
})
