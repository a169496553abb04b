import { expect, test } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'

test('words that mean something in one dialect mean nothing where nobody speaks it', () => {
  const span = normalizeSpan(rawSpan({ metadata: '{"session_id":"cookie","user_id":"cam"}', model_name: 'users' }))
  expect(span).toMatchObject({ sessionId: '', userId: '', modelId: '' })
  expect(span.attributes).toMatchObject({ model_name: 'users' })
})

test('in OpenInference, metadata says who and where', () => {
  const attributes = { 'openinference.span.kind': 'CHAIN', metadata: '{"session_id":"s1","user_id":"u1"}' }
  expect(normalizeSpan(rawSpan(attributes))).toMatchObject({ sessionId: 's1', userId: 'u1' })
})
