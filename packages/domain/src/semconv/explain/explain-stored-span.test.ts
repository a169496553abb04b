import { expect, test } from 'vitest'
import { NORMALIZER_VERSION } from '../normalizer-version.ts'
import { rawSpan } from '../raw-span.fixture.ts'
import { storedSpan } from '../stored/stored-span.fixture.ts'
import { explainStoredSpan, type SpanKnowledge, versionsOf } from './explain-stored-span.ts'

const ROW = storedSpan(
  rawSpan({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 14,
    'gen_ai.usage.cache_read.input_tokens': 1100,
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
  }),
)

const explain = (more: Partial<SpanKnowledge>, column: string) =>
  explainStoredSpan({ row: ROW, reread: undefined, settled: {}, origins: {}, ...more }).find(
    (explained) => explained.column === column,
  )

test('a column is explained out of the row', () => {
  expect(explain({}, 'input_tokens')).toMatchObject({
    value: '1114',
    from: ['gen_ai.usage.input_tokens'],
    raw: '14',
    by: 'span',
    now: undefined,
    why: [expect.stringContaining('it is added')],
  })
  expect(explain({}, 'input_messages')).toMatchObject({
    from: ['gen_ai.input.messages'],
    raw: '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
  })
  expect(explain({}, 'attributes')).toBeUndefined()
  expect(explain({}, 'user_id')).toBeUndefined()
})

test('what another version read is told beside what this one reads', () => {
  const row = { ...ROW, inputTokens: 14, normalizerVersion: 1 }
  expect(explain({ row }, 'input_tokens')).toMatchObject({ value: '14', now: '1114' })
  expect(explain({ row }, 'input_tokens')?.why.at(-1)).toBe('Version 1 of the normalizer read it so.')
  const reread = { input_tokens: '1114', normalizer_version: '2' }
  expect(explain({ row, reread }, 'input_tokens')).toMatchObject({ value: '1114', now: undefined })
  expect(versionsOf({ row, reread })).toEqual({ read: 2, now: NORMALIZER_VERSION })
})

test('what settling gave a span says who told it', () => {
  const settled = { user_id: 'ada', output: 'Ho' }
  const origins = {
    user_id: { by: 'span', spanId: 'abc' },
    output: { by: 'log_record', spanId: undefined },
  } as const
  expect(explain({ settled, origins }, 'user_id')).toMatchObject({ value: 'ada', by: 'other_span', spanId: 'abc' })
  expect(explain({ settled, origins }, 'output')).toMatchObject({ value: 'Ho', by: 'log_record' })
  expect(explain({ settled }, 'user_id')).toMatchObject({ by: 'trace' })
})

test('what was read from content that is gone says so', () => {
  const { 'gen_ai.request.model': _, ...attributes } = ROW.attributes
  expect(explain({ row: { ...ROW, attributes } }, 'model_id')).toMatchObject({
    value: 'gpt-4o',
    from: [],
    why: [expect.stringContaining('Read when the span came')],
  })
})
