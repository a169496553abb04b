import { expect, test } from 'vitest'
import { normalizeSpan } from './normalize-span.ts'
import { rawSpan } from './raw-span.fixture.ts'

test('metadata of no known dialect says neither who nor where', () => {
  const span = normalizeSpan(rawSpan({ metadata: '{"session_id":"cookie","user_id":"cam"}' }))
  expect(span).toMatchObject({ sessionId: '', userId: '' })
})

test('in OpenInference, metadata says who and where', () => {
  const attributes = { 'openinference.span.kind': 'CHAIN', metadata: '{"session_id":"s1","user_id":"u1"}' }
  expect(normalizeSpan(rawSpan(attributes))).toMatchObject({ sessionId: 's1', userId: 'u1' })
})
