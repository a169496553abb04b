import { expect, test } from 'vitest'
import type { SpanDetail } from '~/api/rows.ts'
import { messageText } from './messages.ts'
import { buildSpanTree } from './span-tree.ts'
import { turnsOf } from './transcript.tsx'

const text = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

function call(
  id: string,
  second: number,
  input: object[],
  output: object[],
  more: Partial<SpanDetail> = {},
): SpanDetail {
  const time = `2026-11-24T09:00:0${second}Z`
  const row = {
    span_id: id,
    parent_span_id: null,
    start_time: time,
    end_time: time,
    duration_ms: 1,
    total_tokens: null,
    cost_usd: null,
  }
  const call = {
    operation_kind: 'chat',
    inference_type: 'llm',
    is_aggregate: false,
    system_instructions: '',
    input_messages: input,
    output_messages: output,
  }
  return { ...row, ...call, ...more } as unknown as SpanDetail
}

test('a call says only what no earlier call has said', () => {
  const first = call('a', 1, [text('user', 'Hi')], [text('assistant', 'Hello')])
  const second = call(
    'b',
    2,
    [text('user', 'Hi'), text('assistant', 'Hello'), text('user', 'More')],
    [text('assistant', 'Well')],
  )
  const said = turnsOf(buildSpanTree([second, first])).map(({ messages }) => messages.map(messageText))
  expect(said).toEqual([
    ['Hi', 'Hello'],
    ['More', 'Well'],
  ])
})

test('an aggregate repeats its children and has no turn; a tool has one', () => {
  const agent = call('agent', 0, [text('user', 'Hi')], [], { is_aggregate: true })
  const tool = call('tool', 1, [], [], {
    operation_kind: 'tool',
    inference_type: '',
    tool_name: 'get_order',
    tool_call_id: 'c1',
    input: { id: 7 },
    output: 'ok',
  })
  const turns = turnsOf(buildSpanTree([agent, tool]))
  expect(turns.map(({ node }) => node.span.span_id)).toEqual(['tool'])
  expect(turns[0]?.messages.map(messageText)).toEqual(['get_order({"id":7}) ok'])
})
