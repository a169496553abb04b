import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatSpan } from './compact-span.fixture.ts'
import { CLAIM_WINDOW_NS, callNames, claimOf, judge, MAX_CLAIMS, outdatedBy, verdictOf } from './response-claims.ts'
import type { CompactSpan } from './trace-facts.ts'

const T0 = 1_767_225_600_000_000_000n
const ID = 'msg_01XFDUDYJgAACzvnptvVoYEL'

function claim(traceId: string, fields: Partial<CompactSpan> = {}) {
  const span = chatSpan({ spanId: 'a', traceId, startTimeNs: T0, responseId: ID, ...fields })
  return claimOf(span, callNames(span)[0] ?? { response: '', by: 'id' })
}

test('one response id is one response, in any trace', () => {
  expect(claim('t1').response).toBe(claim('t2').response)
  expect(claim('t1').response).not.toBe(claim('t1', { responseId: `${ID}x` }).response)
})

test.each(['', 'chatcmpl-123', 'resp_1', 'chatcmpl-998'])('the id %j names no call beyond its trace', (responseId) => {
  expect(callNames(chatSpan({ spanId: 'a', responseId }))).toEqual([])
})

test('only calls of models claim', () => {
  expect(callNames(chatSpan({ spanId: 'a', responseId: ID, operationKind: 'agent' }))).toEqual([])
  expect(callNames(chatSpan({ spanId: 'a', responseId: ID, isAggregate: true }))).toEqual([])
})

test('of two libraries the one that tells messages counts, and stands for the other', () => {
  const native = claim('t1', { scopeName: 'anthropic' })
  const told = claim('t2', { scopeName: 'traceloop', hasMessages: true, startTimeNs: T0 + 5n })
  const all = [native, told]
  expect(judge(native, all)).toEqual({ repeats: { traceId: 't2', spanId: 'a' }, standsFor: [] })
  expect(judge(told, all)).toEqual({ repeats: undefined, standsFor: [native] })
})

test('of equals the first counts', () => {
  const [first, second] = [claim('t2', { scopeName: 'x' }), claim('t1', { scopeName: 'y', startTimeNs: T0 + 1n })]
  expect(judge(second, [second, first]).repeats?.traceId).toBe('t2')
})

test('a library sees no call twice: what has one scope counts', () => {
  const [one, other] = [claim('t1'), claim('t2')]
  expect(judge(one, [one, other])).toEqual({ repeats: undefined, standsFor: [] })
})

test('what lies further apart than the window are two calls', () => {
  const one = claim('t1', { scopeName: 'x' })
  const later = claim('t2', { scopeName: 'y', startTimeNs: T0 + CLAIM_WINDOW_NS + 1n })
  expect(judge(later, [one, later])).toEqual({ repeats: undefined, standsFor: [] })
})

test('an id that everybody claims names no call', () => {
  const claims = Array.from({ length: MAX_CLAIMS + 1 }, (_, at) => claim(`t${at}`, { scopeName: `s${at % 2}` }))
  expect(claims.every((each) => judge(each, claims).repeats === undefined)).toBe(true)
  expect(claims.slice(1).some((each) => judge(each, claims.slice(1)).repeats !== undefined)).toBe(true)
})

test('what was withdrawn claims nothing', () => {
  const native = claim('t1', { scopeName: 'anthropic' })
  const told = { ...claim('t2', { scopeName: 'traceloop', hasMessages: true }), withdrawn: true }
  expect(judge(native, [native, told]).repeats).toBeUndefined()
})

test('a verdict changes with what is stood for, and traces with another are outdated', () => {
  const native = claim('t1', { scopeName: 'anthropic' })
  const told = claim('t2', { scopeName: 'traceloop', hasMessages: true })
  const verdict = verdictOf(judge(told, [native, told]))
  expect(verdictOf(judge(told, [claim('t1', { scopeName: 'anthropic', inputTokens: 7 }), told]))).not.toBe(verdict)
  expect(outdatedBy([told], [native, { ...told, verdict }])).toEqual([native])
  const heeded = { ...native, verdict: 'repeats t2:a' }
  expect(outdatedBy([told], [heeded, { ...told, verdict }])).toEqual([])
})

test('whoever judges, in whatever order: one scope counts, and one claim stands for every other', () => {
  const claims = fc.uniqueArray(
    fc
      .record({
        traceId: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
        scopeName: fc.constantFrom('x', 'y', 'z'),
        startTimeNs: fc.constantFrom(T0, T0 + 1n, T0 + 60n),
        hasMessages: fc.boolean(),
        inputTokens: fc.constantFrom(undefined, 7),
        outputTokens: fc.constant(undefined),
      })
      .map(({ traceId, ...fields }) => claim(traceId, fields)),
    { selector: ({ traceId }) => traceId, minLength: 1 },
  )
  fc.assert(
    fc.property(
      claims.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const judgements = all.map((each) => judge(each, all))
        expect(all.map((each) => judge(each, shuffled))).toEqual(judgements)
        const counting = all.filter((_, at) => judgements[at]?.repeats === undefined)
        expect(new Set(counting.map(({ scopeName }) => scopeName)).size).toBe(1)
        expect(judgements.flatMap(({ standsFor }) => standsFor)).toHaveLength(all.length - counting.length)
      },
    ),
  )
})
