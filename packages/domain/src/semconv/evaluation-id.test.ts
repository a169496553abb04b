import { expect, test } from 'vitest'
import { evaluationIdOf } from './evaluation-id.ts'
import type { EvaluationTarget } from './read-evaluations.ts'

const NONE = new Uint8Array()
const ofSpan = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), sessionId: '', responseId: '' }
const told = (name: string, identifier: string, target: Partial<EvaluationTarget> = {}) =>
  Buffer.from(evaluationIdOf({ name, identifier, target: { ...ofSpan, ...target } })).toString('hex')

test('an evaluation is known by its name, target and identifier', () => {
  expect(told('a', '')).toMatch(/^[0-9a-f]{32}$/)
  expect(told('a', '')).toBe(told('a', ''))
  const others = [
    told('b', ''),
    told('a', 'b'),
    told('', 'a'),
    told('a', '', { traceId: new Uint8Array(16).fill(3) }),
    told('a', '', { spanId: NONE }),
    told('a', '', { sessionId: 's' }),
    told('a', '', { traceId: NONE, spanId: NONE, responseId: 'r1' }),
    told('a', '', { traceId: NONE, spanId: NONE, responseId: 'r2' }),
  ]
  expect(new Set([told('a', ''), ...others]).size).toBe(others.length + 1)
})

test('of a span it is the same whether the response is told beside it or not', () => {
  expect(told('a', '', { responseId: 'r1' })).toBe(told('a', ''))
})
