import type { Attributes } from '../telemetry/attribute.ts'
import type { RawLog } from '../telemetry/raw-log.ts'
import type { RawSpan } from '../telemetry/raw-span.ts'
import type { OperationKind } from '../telemetry/span-columns.ts'
import { field, isObject, type Json, type JsonObject, jsonOf, structureOf } from './json.ts'
import { limitText } from './limit-content.ts'
import { eventNameOf } from './normalize-log.ts'
import { resolveKind } from './resolve-kind.ts'
import { parseSource } from './source.ts'
import { SpanReader } from './span-reader.ts'
import { EVALUATION_EVENTS, EVALUATION_LISTS, EVALUATION_SPANS, type EvaluationEvent } from './tables/evaluations.ts'
import { numberOf, textOf } from './transforms.ts'
import { isUsable } from './usable.ts'

/** One judgement of a span, of a trace, of a session, or of a response that only its id names. */
export interface Evaluation {
  name: string
  score: number | undefined
  label: string
  explanation: string
  /** HUMAN, LLM, CODE, API; '' where nobody said. */
  source: string
  evaluator: string
  /** Tells judges of one name apart: of the same target, name and identifier the newest counts. */
  identifier: string
  /** JSON object; '' for none. */
  metadata: string
  target: EvaluationTarget
  timeNs: bigint
}

/** Ids as they were sent; empty or '' for what is not told. */
export interface EvaluationTarget {
  traceId: Uint8Array
  spanId: Uint8Array
  sessionId: string
  responseId: string
}

type Judgement = Omit<Evaluation, 'target' | 'timeNs'>

/** Of one span. */
export const MAX_EVALUATIONS = 100
/** Judges explain themselves in less. */
const MAX_EXPLANATION = 8192
const MAX_NAME = 1024
const NO_ID = new Uint8Array()
const LISTS = EVALUATION_LISTS.map(({ list, ...about }) => ({ ...about, source: parseSource(list) }))
const SESSION = 'session.id'
const LIST_PREFIXES = LISTS.map(({ source }) => `${source.key}.`)
const NAME_KEYS: ReadonlySet<string> = new Set(EVALUATION_SPANS.flatMap(({ name }) => name))
const EVENT_NAMES: ReadonlySet<string> = new Set(EVALUATION_EVENTS.map(({ event }) => event))

/**
 * The judgements that a span carries, in its attributes and its events (4.12). `kind` is what it was read as, where something of it was
 * redacted since.
 */
export function evaluationsOfSpan(raw: RawSpan, kind?: OperationKind): Evaluation[] {
  if (!mayJudge(raw)) return []
  const reader = new SpanReader(raw)
  const own = { traceId: raw.traceId, spanId: raw.spanId, sessionId: '', responseId: '' }
  const target = (kind ?? resolveKind(reader)) === 'evaluator' ? linkedTarget(raw, own) : own
  const listed = LISTS.flatMap(({ source, item, judges }) => {
    const list = reader.read(source)
    const entries = Array.isArray(list) ? list.slice(0, MAX_EVALUATIONS) : []
    return entries.flatMap((entry) => {
      const judgement = listedJudgement(field(entry, item))
      const told = judges === 'span' ? target : wider(judges, target, raw.attributes)
      return judgement === undefined ? [] : [{ ...judgement, target: told, timeNs: raw.endTimeNs }]
    })
  })
  const spoken = raw.events.slice(0, MAX_EVALUATIONS).flatMap(({ name, attributes, timeNs }) => {
    const keys = EVALUATION_EVENTS.find(({ event }) => event === name)
    const judgement = keys === undefined ? undefined : judgementOf(attributes, keys)
    return judgement === undefined ? [] : [{ ...judgement, target: own, timeNs }]
  })
  const itself = EVALUATION_SPANS.flatMap((keys) => {
    const judgement = judgementOf(raw.attributes, keys)
    return judgement === undefined ? [] : [{ ...judgement, target, timeNs: raw.endTimeNs }]
  })
  return [...listed, ...spoken, ...itself].slice(0, MAX_EVALUATIONS)
}

/** The judgement that a log record is, if it is one: of the span that it names, else of the response. */
export function evaluationOfLog(raw: RawLog): Evaluation | undefined {
  const name = eventNameOf(raw)
  const keys = EVALUATION_EVENTS.find(({ event }) => event === name)
  const body = raw.body instanceof Map ? (raw.body as Attributes) : undefined
  const attributes = body === undefined ? raw.attributes : new Map([...body, ...raw.attributes])
  const judgement = keys === undefined ? undefined : judgementOf(attributes, keys)
  if (judgement === undefined) return undefined
  const responseId = textAt(attributes, ['gen_ai.response.id'])
  const target = { traceId: raw.traceId, spanId: raw.spanId, sessionId: textAt(attributes, [SESSION]), responseId }
  return { ...judgement, target, timeNs: raw.timeNs || raw.observedTimeNs }
}

/** Whether a span may carry judgements, by its keys and the names of its events, whatever their values. Few do. */
export function mayJudge({ attributes, events }: Pick<RawSpan, 'attributes' | 'events'>): boolean {
  for (const key of attributes.keys())
    if (NAME_KEYS.has(key) || LIST_PREFIXES.some((prefix) => key.startsWith(prefix))) return true
  return events.some(({ name }) => EVENT_NAMES.has(name))
}

/** Feedback that comes later rides on a span of its own, with one link to what it is about. */
function linkedTarget({ links }: RawSpan, own: EvaluationTarget): EvaluationTarget {
  const [link, ...others] = links
  if (link === undefined || others.length > 0) return own
  return { traceId: link.traceId, spanId: link.spanId, sessionId: '', responseId: '' }
}

function wider(judges: 'trace' | 'session', target: EvaluationTarget, attributes: Attributes): EvaluationTarget {
  const sessionId = judges === 'session' ? textAt(attributes, [SESSION]) : ''
  return { traceId: sessionId === '' ? target.traceId : NO_ID, spanId: NO_ID, sessionId, responseId: '' }
}

function judgementOf(attributes: Attributes, keys: Omit<EvaluationEvent, 'event'>): Judgement | undefined {
  const name = textAt(attributes, keys.name)
  if (name === '') return undefined
  const metadata: JsonObject = Object.create(null)
  for (const key of keys.metadata) {
    const value = attributes.get(key)
    if (value !== undefined) metadata[key.slice(key.lastIndexOf('.') + 1)] = jsonOf(value)
  }
  return {
    name: keys.named + name,
    score: keys.score.map((key) => numberOf(jsonOf(attributes.get(key) ?? ''))).find((score) => score !== undefined),
    label: textAt(attributes, keys.label),
    explanation: textAt(attributes, keys.explanation, MAX_EXPLANATION),
    source: '',
    evaluator: textAt(attributes, keys.evaluator),
    identifier: '',
    metadata: printed(metadata),
  }
}

/** `{name, score, label, explanation, annotator_kind, identifier, metadata}`. */
function listedJudgement(told: Json | undefined): Judgement | undefined {
  const text = (key: string, most = MAX_NAME): string => {
    const value = field(told, key)
    return isUsable(value) ? limitText(textOf(value) ?? '', most) : ''
  }
  const name = text('name')
  if (name === '') return undefined
  const metadata = structureOf(field(told, 'metadata'))
  return {
    name,
    score: numberOf(field(told, 'score') ?? ''),
    label: text('label'),
    explanation: text('explanation', MAX_EXPLANATION),
    source: text('annotator_kind').toUpperCase(),
    evaluator: text('annotator'),
    identifier: text('identifier'),
    metadata: isObject(metadata) ? printed(metadata) : '',
  }
}

function textAt(attributes: Attributes, keys: readonly string[], most = MAX_NAME): string {
  for (const key of keys) {
    const value = attributes.get(key)
    const json = value === undefined ? undefined : jsonOf(value)
    const text = isUsable(json) ? textOf(json) : undefined
    if (text !== undefined && text !== '') return limitText(text, most)
  }
  return ''
}

function printed(object: JsonObject): string {
  return Object.keys(object).length === 0 ? '' : limitText(JSON.stringify(object), MAX_EXPLANATION)
}
