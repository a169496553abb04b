import { expect, test } from 'vitest'
import { compactSpan } from './compact-span.fixture.ts'
import { settledOrigins } from './settled-origins.ts'

const span = (spanId: string, parentSpanId: string, more: Parameters<typeof compactSpan>[0] | object = {}) =>
  compactSpan({ spanId, parentSpanId, ...more })

test('a column comes from the root, else from the nearest ancestor, else from the first span that says it', () => {
  const spans = [
    span('root', '', { sessionId: 's' }),
    span('mid', 'root', { userId: 'u', sessionId: 's' }),
    span('leaf', 'mid'),
    span('first', 'root', { team: 't', userId: 'u', tags: ['x'] }),
  ]
  const columns = { session_id: 's', user_id: 'u', team: 't', tags: '["x"]', release: 'nobody' }
  expect(settledOrigins({ spans, contentLogs: [] }, 'leaf', columns)).toEqual({
    session_id: { by: 'span', spanId: 'root' },
    user_id: { by: 'span', spanId: 'mid' },
    team: { by: 'span', spanId: 'first' },
    tags: { by: 'span', spanId: 'first' },
    release: { by: 'unknown', spanId: undefined },
  })
})

test('what a log record of the span says comes from there', () => {
  const log = {
    traceId: '1',
    spanId: 'leaf',
    timeNs: 1n,
    eventName: 'gen_ai.user.message',
    body: '{"content":"Hi"}',
    attributes: { 'user.id': 'u' },
  }
  const spans = [span('root', '', { userId: 'u' }), span('leaf', 'root')]
  const origins = settledOrigins({ spans, contentLogs: [log] }, 'leaf', { user_id: 'u', input_preview: 'Hi' })
  expect(origins.user_id?.by).toBe('log_record')
  expect(origins.input_preview?.by).toBe('log_record')
})

test('parents in a ring end', () => {
  const spans = [span('a', 'b'), span('b', 'a')]
  expect(settledOrigins({ spans, contentLogs: [] }, 'a', { user_id: 'x' }).user_id?.by).toBe('unknown')
})
