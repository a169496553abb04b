import type { NormalizedSpan, RawSpan } from '@pyflare/domain'
import type { CaptureTruth, Emitted, TrueSpan } from './capture-truth.ts'
import type { Capture } from './corpus.ts'
import { FIELD_CHECKS, type FieldCheck } from './field-checks.ts'
import { type CapturedSpan, normalizeCapture } from './normalize-capture.ts'
import { standingOf } from './span-standing.ts'

/** One value that a library sent, and whether we have it right. */
export interface CheckedField {
  library: string
  scenario: string
  dialect: string
  role: string
  field: string
  isRight: boolean
  /** What the program did, and what we say it did; short text for a person. */
  expected: string
  found: string
  /** In lower-case hexadecimal; '' for what holds of the whole run, a trace's id for what it is billed for. */
  spanId: string
}

/** Compares what we make of a capture with what happened, wherever the library sent enough to know. */
export function checkCapture(capture: Capture, rewrite?: (span: RawSpan) => RawSpan): CheckedField[] {
  const spans = normalizeCapture(capture, rewrite)
  const { library, scenario, truth } = capture
  const about = { library, scenario, dialect: truth.dialect }
  const checked = truth.spans.flatMap((span) => {
    if (standingOf(span) !== 'asked') return []
    const spanId = span.observed.primary ?? ''
    const captured = spans.get(spanId)
    const row = { ...about, role: span.role, spanId }
    return fieldsOf(span).map(([field, emitted]) => {
      const check = FIELD_CHECKS[field] ?? missingCheck(field)
      const result = captured === undefined ? LOST : check({ span, emitted, captured })
      return { ...row, field, isRight: result.isRight, expected: show(result.expected), found: show(result.found) }
    })
  })
  return [
    ...checked,
    ...checkContext(truth, [...spans.values()]).map((found) => ({ ...about, role: 'context', spanId: '', ...found })),
  ]
}

/** A span that arrived and was not read is wrong in all that is asked of it. */
const LOST = { isRight: false, expected: 'a span of this id', found: 'none' }

/** Fields that are asked: those that the library sent, and those that every span has. */
function fieldsOf(span: TrueSpan): [string, Emitted][] {
  const sent = Object.entries(span.emitted === false ? {} : span.emitted)
  const asked = sent.filter(([, emitted]) => emitted !== false && emitted !== 'wrong')
  const always: [string, Emitted][] = [['kind', true]]
  if (typeof span.provider === 'string') always.push(['provider', true])
  // Some captures hold a tool's name only in calls of it: no definition was sent.
  const calls = (field: string): boolean =>
    field === 'tool_definitions' && span.evidence?.[field]?.every((place) => /tool_calls|toolUse/.test(place)) === true
  return [...always, ...asked.filter(([field]) => !calls(field))]
}

function missingCheck(field: string): FieldCheck {
  throw new Error(`the corpus tells of a field that has no check: ${field}`)
}

const CONTEXT_COLUMNS: Readonly<Record<string, keyof NormalizedSpan>> = {
  session_id: 'sessionId',
  user_id: 'userId',
  tags: 'tags',
  environment: 'environment',
  workflow_name: 'workflowName',
  release: 'release',
  prompt_name: 'promptName',
  prompt_version: 'promptVersion',
  prompt_template: 'promptTemplate',
}

/** What holds for a whole run must be known of one of its spans at least; settling spreads it. */
function checkContext(
  truth: CaptureTruth,
  spans: readonly CapturedSpan[],
): Pick<CheckedField, 'field' | 'isRight' | 'expected' | 'found'>[] {
  return Object.entries(truth.context).flatMap(([field, { value, emitted }]) => {
    // A function's name is a feature only where nobody named the feature.
    if (!emitted || field === 'function_id') return []
    const column = CONTEXT_COLUMNS[field]
    const found = spans.map(({ columns }) => (column === undefined ? columns.metadata : columns[column]))
    const isRight =
      column === undefined
        ? found.some((metadata) => holdsAll(String(metadata), value))
        : found.some((one) => show(one) === show(value))
    return [{ field, isRight, expected: show(value), found: show([...new Set(found.map(show))]) }]
  })
}

function holdsAll(metadata: string, value: unknown): boolean {
  if (metadata === '' || typeof value !== 'object' || value === null) return metadata.includes(String(value))
  const told = JSON.parse(metadata) as Record<string, unknown>
  return Object.entries(value).every(([key, entry]) => show(told[key]) === show(entry))
}

function show(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')).slice(0, 400)
}
