import { readdirSync, readFileSync } from 'node:fs'
import {
  columnsFromContentLogs,
  createRedactor,
  type Evaluation,
  evaluationOfLog,
  evaluationsOfSpan,
  type NormalizedLog,
  type NormalizedSpan,
  normalizeLog,
  normalizeSpan,
  type RawLog,
  type RawSpan,
  type RedactionAction,
  type Redactor,
} from '@pyflare/domain'
import { describe, expect, it } from 'vitest'
import { type CaptureBody, listCaptures, readCapture } from './corpus.ts'
import { type Leaf, leavesOfAttributes, leavesOfSpan, leavesOfValue, within } from './leaves.ts'
import { rawLogsOf, rawSpansOf } from './raw-telemetry.ts'

const SECRET = 'Zq7 secret'
/** What a call was is told among what was said, and stays there unless a rule names it (facts.ts in the domain). */
const FACTS = new Set(
  'operation_kind inference_type status error_type error_class model_id model_version request_model response_model provider'
    .concat(' service_tier response_id tool_call_id service_name environment finish_reason finish_reason_raw')
    .split(' '),
)
/** No text of their own. */
const NOT_ASKED = new Set(
  'operation_kind inference_type status dialects normalize_conflict attributes resource_attributes events links content_facts'.split(
    ' ',
  ),
)
const ACTIONS: readonly RedactionAction[] = ['mask', 'hash', 'remove']

const FIXTURES = new URL('../fixtures/', import.meta.url)
const captured = listCaptures().flatMap(({ library, scenario }) =>
  readCapture(library, scenario).bodies.map((body) => ({ library, body })),
)
/** What libraries send that no capture has; not what only attackers send. */
const written = readdirSync(FIXTURES).flatMap((file) => {
  const signal = /\.logs\.json$/.test(file) ? 'logs' : 'traces'
  if (!file.endsWith('.json') || file.startsWith('hostile-')) return []
  const body: CaptureBody = {
    file,
    signal,
    encoding: 'json',
    bytes: readFileSync(new URL(file, FIXTURES)),
    headers: {},
  }
  return [{ library: file, body }]
})
const spans = distinct([...captured, ...written], rawSpansOf, wordsOf)
const allSpans = distinct([...captured, ...written], rawSpansOf, ({ attributes }) =>
  shapeOf([...attributes.keys()].sort()),
)
const allLogs = distinct([...captured, ...written], rawLogsOf, ({ eventName, attributes, body }) =>
  shapeOf([eventName, ...attributes.keys(), body instanceof Map ? [...body.keys()] : typeof body]),
)
const contentLogs = allLogs.filter(({ raw }) => normalizeLog(raw).isContent)

describe('a rule on a column', () => {
  it.each(spans)('leaves nothing of it in a span like one of $library', ({ raw }) => {
    for (const [column, leaves] of leavesByColumn(leavesOfSpan(raw), (leaf) =>
      told(normalizeSpan(leaf.write(raw, SECRET))),
    )) {
      const marked = leaves.reduce((span, leaf) => leaf.write(span, SECRET), raw)
      for (const action of ACTIONS) {
        const { raw: left, columns } = redactorOf(column, action).span({ raw: marked, columns: normalizeSpan(marked) })
        const places = leaves.map(({ place }) => place)
        expect(holding(stored(left, columns)), `${action} ${column}, told in ${places}`).toEqual([])
      }
    }
  })

  it.each(contentLogs)('leaves nothing of it in a log record like one of $library', ({ raw }) => {
    const patched = (log: RawLog): [string, unknown][] =>
      Object.entries(columnsFromContentLogs([contentLog(normalizeLog(log))]))
    for (const [column, leaves] of leavesByColumn(leavesOfLog(raw), (leaf) => patched(leaf.write(raw, SECRET)))) {
      const marked = leaves.reduce((log, leaf) => leaf.write(log, SECRET), raw)
      for (const action of ACTIONS) {
        const { raw: left, columns } = redactorOf(column, action).log({ raw: marked, columns: normalizeLog(marked) })
        expect(holding([...Object.entries(columns), ...patched(left)]), `${action} ${column}`).toEqual([])
      }
    }
  })

  it('leaves nothing of it in an evaluation', () => {
    const judging = allSpans.map(({ raw }) => raw).filter((raw) => evaluationsOfSpan(raw).length > 0)
    const logs = allLogs.map(({ raw }) => raw).filter((raw) => evaluationOfLog(raw) !== undefined)
    expect([judging.length, logs.length]).toEqual([7, 3])
    for (const column of ['label', 'explanation', 'evaluator', 'identifier', 'metadata', 'session_id'])
      for (const action of ACTIONS) {
        const redactor = redactorOf(column, action)
        for (const raw of judging) {
          const marked = leavesSaying(leavesOfSpan(raw), raw, column, evaluationsOfSpan)
          const { raw: left, columns } = redactor.span({ raw: marked, columns: normalizeSpan(marked) })
          const stays = [...told(columns), ...said(evaluationsOfSpan(left, columns.operationKind))]
          expect(holding(stays), `${action} ${column} of ${raw.name}`).toEqual([])
        }
        for (const raw of logs) {
          const evaluationsOf = (log: RawLog) => [evaluationOfLog(log) ?? []].flat()
          const marked = leavesSaying(leavesOfLog(raw), raw, column, evaluationsOf)
          const { raw: left, columns } = redactor.log({ raw: marked, columns: normalizeLog(marked) })
          expect(holding([...Object.entries(columns), ...said(evaluationsOf(left))]), `${action} ${column}`).toEqual([])
        }
      }
  })

  it('leaves nothing of what was said, also where a library says it again', () => {
    const fields =
      'input output system_instructions tool_definitions prompt_variables prompt_template metadata error_message'.concat(
        ' explanation label evaluator identifier',
      )
    const redactor = createRedactor([{ name: 'said', action: 'mask', fields: fields.split(' ') }], options)
    const left = new Map<string, string>()
    for (const { raw, library } of allSpans) {
      const masked = redactor.span({ raw, columns: normalizeSpan(raw) })
      for (const { place, text } of leavesOfSpan(masked.raw))
        if (SENTENCE.test(text.replaceAll('[redacted]', ''))) left.set(shapeOf(place), library)
    }
    expect([...left.keys()].sort()).toEqual(NOT_SAID)
  })
})

/** Three words in a row. */
const SENTENCE = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i
/** What is no part of a conversation. */
const NOT_SAID = [
  'attributes db.query.text',
  'attributes db.statement',
  'attributes gen_ai.agent.description',
  'attributes http.status_text',
  'attributes logfire.msg',
  'attributes logfire.msg_template',
  'name',
]

const options = { hashKey: 'key', compile: () => () => [] }

const redactors = new Map<string, Redactor>()

function redactorOf(column: string, action: RedactionAction): Redactor {
  const name = `${action} ${column}`
  const known = redactors.get(name) ?? createRedactor([{ name, action, fields: [column] }], options)
  redactors.set(name, known)
  return known
}

/** The texts of which each column says something when they change, by column. */
function leavesByColumn<Raw>(
  leaves: readonly Leaf<Raw>[],
  columnsWith: (leaf: Leaf<Raw>) => [string, unknown][],
): Map<string, Leaf<Raw>[]> {
  const found = new Map<string, Leaf<Raw>[]>()
  for (const leaf of leaves) {
    const columns = holding(columnsWith(leaf)).filter((column) => !NOT_ASKED.has(column))
    const isFact = columns.some((column) => FACTS.has(column))
    for (const column of columns)
      if (!isFact || FACTS.has(column)) found.set(column, [...(found.get(column) ?? []), leaf])
  }
  return found
}

/** Environments are lower case, without spaces. */
function holding(entries: readonly [string, unknown][]): string[] {
  return entries.filter(([, value]) => /zq7[ -]secret/i.test(printed(value))).map(([name]) => name)
}

function stored(raw: RawSpan, columns: NormalizedSpan): [string, unknown][] {
  const { name, statusMessage, traceState, scope } = raw
  return [...told(columns), ...Object.entries({ name, statusMessage, traceState, scope: scope.name })]
}

function told(columns: NormalizedSpan): [string, unknown][] {
  return Object.entries(columns).map(([property, value]) => [snakeCase(property), value])
}

function contentLog({ eventName, body, attributes }: NormalizedLog) {
  return { traceId: '', spanId: '', timeNs: 1n, eventName, body, attributes }
}

function leavesOfLog(raw: RawLog): Leaf<RawLog>[] {
  const body = raw.body === undefined ? [] : leavesOfValue(raw.body, 0)
  return [
    ...within('body', body, (log: RawLog, write) => ({ ...log, body: write(log.body ?? '') })),
    ...within('attributes', leavesOfAttributes(raw.attributes), (log: RawLog, write) => ({
      ...log,
      attributes: write(log.attributes),
    })),
  ]
}

/** The record with marks in all places from which a column of its evaluations is read. */
function leavesSaying<Raw>(
  leaves: readonly Leaf<Raw>[],
  raw: Raw,
  column: string,
  evaluationsOf: (raw: Raw) => Evaluation[],
): Raw {
  const saying = leaves.filter((leaf) => holding(said(evaluationsOf(leaf.write(raw, SECRET)))).includes(column))
  return saying.reduce((marked, leaf) => leaf.write(marked, SECRET), raw)
}

function said(evaluations: readonly Evaluation[]): [string, unknown][] {
  return evaluations.flatMap(({ target, ...told }) => Object.entries({ ...told, session_id: target.sessionId }))
}

/** One of each sort of record: others of the same scope that use the same words are read alike. */
function distinct<Raw extends RawSpan | RawLog>(
  bodies: readonly { library: string; body: CaptureBody }[],
  recordsOf: (body: CaptureBody) => Raw[],
  signature: (raw: Raw) => string,
): { library: string; raw: Raw }[] {
  const found = new Map<string, { library: string; raw: Raw }>()
  for (const { library, body } of bodies)
    for (const raw of recordsOf(body)) {
      const key = `${raw.scope.name} ${signature(raw)}`
      if (!found.has(key)) found.set(key, { library, raw })
    }
  return [...found.values()]
}

function wordsOf(raw: RawSpan): string {
  const kind = normalizeSpan(raw).operationKind
  const words = [...raw.attributes.keys()].map((key) => key.split('.', 1)[0])
  return shapeOf([kind, [...new Set(words)].sort(), raw.events.map(({ name }) => name)])
}

/** Places in lists do not count. */
function shapeOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll(/\d+/g, 'N')
}

function snakeCase(property: string): string {
  return property.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => `_${part.toLowerCase()}`)
}

function printed(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
}
