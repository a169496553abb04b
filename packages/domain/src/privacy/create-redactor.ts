import type { Condition } from '../semconv/column-rule.ts'
import { type NormalizedLog, normalizeLog } from '../semconv/normalize-log.ts'
import { type NormalizedMetricPoint, normalizeMetricPoint } from '../semconv/normalize-metric-point.ts'
import { contextOf, normalizeSpan } from '../semconv/normalize-span.ts'
import type { NormalizedSpan } from '../semconv/normalized-span.ts'
import { holds, type PickContext } from '../semconv/pick.ts'
import type { Attributes } from '../telemetry/attribute.ts'
import type { RawLog } from '../telemetry/raw-log.ts'
import type { RawMetricPoint } from '../telemetry/raw-metric-point.ts'
import type { RawSpan } from '../telemetry/raw-span.ts'
import { type CompilePattern, compileRule } from './compiled-rule.ts'
import { Echo, EchoCollector, identities, isEchoed } from './echo.ts'
import { Facts } from './facts.ts'
import { FieldPlans } from './field-plans.ts'
import { RecordRedactor } from './record-redactor.ts'
import {
  type RedactRecord,
  type RedactResource,
  redactLog,
  redactPoint,
  redactResource,
  redactSpan,
} from './redact-records.ts'
import { TextRedactor } from './redact-text.ts'
import type { RedactionRule } from './redaction-rule.ts'

export interface RedactorOptions {
  /** The secret of `hash`. Whoever has it can try out values. */
  hashKey: string
  /** Compiles RE2 syntax to a search that is linear in the text. May throw for a pattern that is none. */
  compile: CompilePattern
}

/** What was received, and what is read from it. */
export interface ReadRecord<Raw, Columns> {
  raw: Raw
  columns: Columns
}

/**
 * Runs the rules over records. What was received is redacted, wherever a rule's field stands in it, and then read again: whatever is
 * stored of a record, previews and hashes too, is made of redacted text. A record in which nothing matched comes back as it is.
 */
export interface Redactor {
  /** `contentRedacted` says that something was changed. */
  span(span: ReadRecord<RawSpan, NormalizedSpan>): ReadRecord<RawSpan, NormalizedSpan>
  log(log: ReadRecord<RawLog, NormalizedLog>): ReadRecord<RawLog, NormalizedLog>
  point(point: ReadRecord<RawMetricPoint, NormalizedMetricPoint>): ReadRecord<RawMetricPoint, NormalizedMetricPoint>
}

/** Makes the rules ready to run. Throws what `compile` throws, and `RangeError` where `hash` has no key. */
export function createRedactor(rules: readonly RedactionRule[], { hashKey, compile }: RedactorOptions): Redactor {
  if (hashKey === '' && rules.some(({ action }) => action === 'hash'))
    throw new RangeError('Redaction by hash needs a key: without one, anyone could try values out.')
  if (rules.length === 0) return { span: (span) => span, log: (log) => log, point: (point) => point }
  const texts = new TextRedactor(hashKey)
  const compiled = rules.map((rule, place) => compileRule(rule, place, compile))
  const plans = new FieldPlans(compiled)
  const facts = new Facts(plans, texts)
  const run = createRun(plans, texts)
  return {
    span: (span) => {
      const raw = run(span.raw, redactSpan, span.columns, conditionsOf(span.raw))
      if (raw === span.raw) return span
      const columns = normalizeSpan(raw, undefined, span.columns)
      return { raw, columns: { ...facts.keep(span.columns, columns), contentRedacted: true } }
    },
    log: (log) => {
      const raw = run(log.raw, redactLog, log.columns, never)
      return raw === log.raw ? log : { raw, columns: facts.keep(log.columns, normalizeLog(raw)) }
    },
    point: (point) => {
      const raw = run(point.raw, redactPoint, point.columns, never)
      if (raw === point.raw) return point
      return { raw, columns: facts.keep(point.columns, normalizeMetricPoint(raw)) }
    },
  }
}

type Holds = (when: Condition) => boolean

/** Conditions ask about spans: what a log record or a data point is read for has none. */
const never: Holds = () => false

/** Whether conditions of the normalization's tables hold of a span. Most rules never ask. */
function conditionsOf(raw: RawSpan): Holds {
  let context: PickContext | undefined
  return (when) => {
    context ??= contextOf(raw)
    return holds(context, when)
  }
}

/** Redacts what was received: fields where they are known to stand, then what they held wherever else it is. */
function createRun(plans: FieldPlans, texts: TextRedactor) {
  const echo = new Echo()
  const echoed = plans.rules.filter(isEchoed)
  const collected = new FieldPlans(plans.rules.filter((rule) => rule.action === 'allow' || isEchoed(rule)))
  const withEcho = new FieldPlans([...plans.rules, ...echo.rulesFor(echoed, plans.rules.length)])
  const collector = new EchoCollector(echo)
  const resource = once((attributes) => redactResource(attributes, new RecordRedactor(plans, { texts, holds: never })))
  return <Raw>(raw: Raw, redact: RedactRecord<Raw>, columns: object, holds: Holds): Raw => {
    echo.clear()
    if (echoed.length > 0) {
      redact(raw, new RecordRedactor(collected, { texts: collector, holds }), (attributes) => attributes)
      if (!echo.isEmpty) echo.settle(identities(columns, collected))
    }
    return redact(raw, new RecordRedactor(echo.isEmpty ? plans : withEcho, { texts, holds }), resource)
  }
}

/** Attributes that many records hold together (a resource's) are redacted once, and stay one. */
function once(redact: RedactResource): RedactResource {
  const known = new WeakMap<Attributes, Attributes>()
  return (attributes) => {
    const before = known.get(attributes)
    if (before !== undefined) return before
    const redacted = redact(attributes)
    known.set(attributes, redacted)
    return redacted
  }
}
