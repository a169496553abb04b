import { expect, test } from 'vitest'
import { compactSpan } from './compact-span.fixture.ts'
import { contentPatches } from './content-patches.ts'
import type { ContentLog } from './trace-facts.ts'

const details = (content: string): ContentLog => ({
  traceId: 't',
  spanId: 'a',
  timeNs: 1n,
  eventName: 'gen_ai.client.inference.operation.details',
  body: '',
  attributes: { 'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content }] }]) },
})

test('content that a log record brings says where it was cut', () => {
  const span = compactSpan({ spanId: 'a' })
  expect(contentPatches([span], [details('Hi')]).get('a')).not.toHaveProperty('content_truncated')
  const long = contentPatches([span], [details('x'.repeat(1_000_000))]).get('a')
  expect(long?.content_truncated).toBe('true')
  expect(long?.input_messages?.length).toBeLessThanOrEqual(256 * 1024)
})

test('a span that came with messages keeps its own, and how whole they are', () => {
  const span = compactSpan({ spanId: 'a', hasMessages: true })
  expect(contentPatches([span], [details('x'.repeat(1_000_000))]).size).toBe(0)
})
