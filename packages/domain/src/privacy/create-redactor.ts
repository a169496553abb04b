import type { SpanColumns, StringMap } from '../telemetry/span-columns.ts'
import { BUILTIN_PATTERNS } from './builtin-patterns.ts'
import { fieldMatcher } from './field-name.ts'
import { FieldRedactor } from './field-redactor.ts'
import type { CompiledRule } from './redact-text.ts'
import { CONTENT_COLUMNS, DIMENSION_COLUMNS } from './redactable-columns.ts'
import type { RedactionRule } from './redaction-rule.ts'
import type { FindRanges } from './text-pattern.ts'

export interface RedactorOptions {
  /** The secret of `hash`. Whoever has it can try out values. */
  hashKey: string
  /** Compiles RE2 syntax to a search that is linear in the text. May throw for a pattern that is none. */
  compile: (pattern: string, ruleName: string) => FindRanges
}

interface Attributed {
  attributes: StringMap
  resourceAttributes: StringMap
}

export interface RedactableSpan extends SpanColumns, Attributed {
  operationName: string
  statusMessage: string
  /** JSON: [{time_ns, name, attributes}]. */
  events: string
  /** JSON: [{trace_id, span_id, attributes}]. */
  links: string
}

export interface RedactableLog extends Attributed {
  body: string
}

export interface Redactor {
  /** The span itself where no rule matched, else a copy. `contentRedacted` says that content or attributes were changed. */
  span<Span extends RedactableSpan>(span: Span): Span
  log<Log extends RedactableLog>(log: Log): Log
  point<Point extends Attributed & { exemplars: string }>(point: Point): Point
}

/** Makes the rules ready to run. Throws what `compile` throws, and `RangeError` where `hash` has no key. */
export function createRedactor(rules: readonly RedactionRule[], { hashKey, compile }: RedactorOptions): Redactor {
  if (hashKey === '' && rules.some(({ action }) => action === 'hash'))
    throw new RangeError('Redaction by hash needs a key: without one, anyone could try values out.')
  const fields = new FieldRedactor(
    rules.map((rule) => compileRule(rule, compile)),
    hashKey,
  )
  return {
    span: (span) => (rules.length === 0 ? span : redactSpan(span, fields)),
    log: (log) =>
      rules.length === 0
        ? log
        : changed(log, { ...attributed(log, fields), body: fields.column('body', true, log.body) }),
    point: (point) =>
      rules.length === 0
        ? point
        : changed(point, {
            ...attributed(point, fields),
            exemplars: fields.attributesInside('exemplars', point.exemplars),
          }),
  }
}

function compileRule(rule: RedactionRule, compile: RedactorOptions['compile']): CompiledRule {
  const isNamed = rule.fields === undefined ? undefined : fieldMatcher(rule.fields)
  const finder = rule.builtin === undefined ? undefined : BUILTIN_PATTERNS[rule.builtin]
  return {
    action: rule.action,
    find: rule.pattern === undefined ? finder : compile(rule.pattern, rule.name),
    appliesToColumn: (column, isContent) => isNamed?.(column) ?? isContent,
    appliesToAttribute: (key) => isNamed?.(key) ?? true,
  }
}

function redactSpan<Span extends RedactableSpan>(span: Span, fields: FieldRedactor): Span {
  const next: Partial<RedactableSpan> = {
    ...attributed(span, fields),
    statusMessage: fields.column('status_message', true, span.statusMessage),
    events: fields.attributesInside('events', span.events),
    links: fields.attributesInside('links', span.links),
    tags: fields.list('tags', span.tags),
    operationName: fields.column('operation_name', false, span.operationName),
  }
  for (const [column, property] of Object.entries(CONTENT_COLUMNS))
    next[property] = fields.column(column, true, span[property])
  for (const [column, property] of Object.entries(DIMENSION_COLUMNS))
    next[property] = fields.column(column, false, span[property])
  // What content was is not to be guessed from its hash, yet equal content stays equal.
  if (next.input !== span.input && span.inputHash !== '') next.inputHash = fields.hash(span.inputHash)
  const redacted = changed(span, next)
  return redacted === span ? span : { ...redacted, contentRedacted: true }
}

function attributed(record: Attributed, fields: FieldRedactor): Attributed {
  return {
    attributes: fields.attributes(record.attributes),
    resourceAttributes: fields.sharedAttributes(record.resourceAttributes),
  }
}

function changed<Row extends object>(record: Row, next: object): Row {
  const isSame = Object.entries(next).every(([name, value]) => Reflect.get(record, name) === value)
  return isSame ? record : { ...record, ...next }
}
