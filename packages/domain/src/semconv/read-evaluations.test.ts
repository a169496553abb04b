import { describe, expect, it } from 'vitest'
import type { RawLog } from '../telemetry/raw-log.ts'
import { normalizeSpan } from './normalize-span.ts'
import { attributes, rawSpan } from './raw-span.fixture.ts'
import { evaluationOfLog, evaluationsOfSpan } from './read-evaluations.ts'

const OWN = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), sessionId: '', responseId: '' }
const OTHER = { traceId: new Uint8Array(16).fill(7), spanId: new Uint8Array(8).fill(8) }
const RESULT = {
  'gen_ai.evaluation.name': 'relevance',
  'gen_ai.evaluation.score.value': 0.5,
  'gen_ai.evaluation.score.label': 'fair',
  'gen_ai.evaluation.explanation': 'half of it',
}
const ANNOTATIONS = {
  'annotations.0.annotation.name': 'helpful',
  'annotations.0.annotation.score': '1',
  'annotations.0.annotation.label': 'yes',
  'annotations.0.annotation.annotator_kind': 'human',
  'annotations.0.annotation.identifier': 'reviewer-1',
  'annotations.0.annotation.metadata': '{"page":3}',
}

describe('judgements', () => {
  it('ride on events of the span that they judge', () => {
    const raw = rawSpan({}, { events: [{ name: 'gen_ai.evaluation.result', attributes: RESULT, afterMs: 10 }] })
    expect(evaluationsOfSpan(raw)).toMatchObject([
      {
        name: 'relevance',
        score: 0.5,
        label: 'fair',
        explanation: 'half of it',
        target: OWN,
        timeNs: raw.startTimeNs + 10_000_000n,
      },
    ])
  })

  it('ride on a span among other things, and are of that span', () => {
    const call = { 'openinference.span.kind': 'LLM', 'llm.model_name': 'm', ...ANNOTATIONS }
    const [found] = evaluationsOfSpan(rawSpan(call, { links: [{ ...OTHER, attributes: new Map() }] }))
    expect(found).toMatchObject({ name: 'helpful', score: 1, source: 'HUMAN', identifier: 'reviewer-1', target: OWN })
    expect(found?.metadata).toBe('{"page":3}')
  })

  it('on a span of their own are of the one span that it links to', () => {
    const carrier = rawSpan(ANNOTATIONS, { links: [{ ...OTHER, attributes: new Map() }] })
    expect(normalizeSpan(carrier).operationKind).toBe('evaluator')
    expect(evaluationsOfSpan(carrier)).toMatchObject([{ target: OTHER }])
    const two = rawSpan(ANNOTATIONS, { links: [OTHER, OTHER].map((link) => ({ ...link, attributes: new Map() })) })
    expect(evaluationsOfSpan(two)).toMatchObject([{ target: OWN }])
  })

  it('may be of the whole trace or session', () => {
    const told = {
      'session.id': 's1',
      'trace.evaluations.0.evaluation.name': 'resolved',
      'session.annotations.0.annotation.name': 'happy',
    }
    expect(evaluationsOfSpan(rawSpan(told))).toMatchObject([
      { name: 'resolved', target: { traceId: OWN.traceId, spanId: new Uint8Array() } },
      { name: 'happy', target: { traceId: new Uint8Array(), sessionId: 's1' } },
    ])
  })

  it('of guardrails are told as they are', () => {
    const attributes = {
      'gen_ai.guardrail.component.name': 'pii',
      'gen_ai.guardrail.result.value': 'GUARDRAIL_INTERVENED',
      'gen_ai.guardrail.result.type': 'action',
    }
    const raw = rawSpan(
      { 'gen_ai.guardrail.name': 'toxicity', 'gen_ai.guardrail.status': 'passed' },
      {
        events: [{ name: 'gen_ai.guardrail.result', attributes }],
      },
    )
    expect(evaluationsOfSpan(raw)).toMatchObject([
      { name: 'guardrail:pii', label: 'GUARDRAIL_INTERVENED', metadata: '{"type":"action"}' },
      { name: 'guardrail:toxicity', label: 'passed' },
    ])
  })

  it('in log records are of the span they name, or of a response', () => {
    expect(evaluationOfLog(record(RESULT))).toMatchObject({ name: 'relevance', score: 0.5, target: OWN, timeNs: 5n })
    const apart = record(
      { ...RESULT, 'gen_ai.response.id': 'r-1' },
      { traceId: new Uint8Array(), spanId: new Uint8Array() },
    )
    expect(evaluationOfLog(apart)?.target).toMatchObject({ responseId: 'r-1', spanId: new Uint8Array() })
    expect(evaluationOfLog({ ...record({}), body: attributes(RESULT) })).toMatchObject({ name: 'relevance' })
    expect(evaluationOfLog({ ...record(RESULT), eventName: 'gen_ai.choice' })).toBeUndefined()
  })

  it('without a name are none, and are at most a hundred', () => {
    expect(evaluationsOfSpan(rawSpan({ 'annotations.0.annotation.score': 1, 'evaluations.x': 1 }))).toEqual([])
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`annotations.${at}.annotation.name`, `n${at}`]),
    )
    expect(evaluationsOfSpan(rawSpan(many))).toHaveLength(100)
  })

  it.each([
    ['0.5', 0.5],
    ['high', undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [-1, -1],
  ])('that are scored %s are scored %s', (told, score) => {
    const raw = rawSpan({ 'gen_ai.evaluation.name': 'x', 'gen_ai.evaluation.score.value': told })
    expect(evaluationsOfSpan(raw)[0]?.score).toBe(score)
  })
})

function record(told: Readonly<Record<string, unknown>>, rest: Partial<RawLog> = {}): RawLog {
  return {
    timeNs: 5n,
    observedTimeNs: 6n,
    traceId: OWN.traceId,
    spanId: OWN.spanId,
    flags: 0,
    severityNumber: 0,
    severityText: '',
    eventName: 'gen_ai.evaluation.result',
    body: undefined,
    attributes: attributes(told),
    droppedAttributesCount: 0,
    resource: new Map(),
    scope: { name: '', version: '', attributes: new Map() },
    ...rest,
  }
}
