import type { OperationKind } from '../telemetry/span-columns.ts'
import { unquote } from './json.ts'
import type { SpanReader } from './span-reader.ts'
import {
  AGGREGATE_KINDS,
  COMPLETION_SIGNS,
  INFERENCE_TYPE_NAMES,
  INFERENCE_TYPES,
  KIND_RULES,
  type KindAnswer,
  type KindCondition,
  type KindRule,
  NEVER_AGGREGATE,
} from './tables/kind-rules.ts'
import { MESSAGE_KEYS, MODEL_KEYS, USAGE_KEYS } from './tables/signs.ts'

/** What kind of operation a span is (docs/semantic-conventions.md, operation_kind). */
export function resolveKind(reader: SpanReader): OperationKind {
  return findKind(reader).kind
}

/** The kind, and the rule that answers; undefined where none does. */
export function findKind(reader: SpanReader): { kind: OperationKind; rule: KindRule | undefined } {
  for (const rule of KIND_RULES) {
    const answer = answerOf(reader, rule)
    if (answer === undefined || answer === 'next') continue
    return { kind: answer === 'llm' ? (isCompletion(reader) ? 'completion' : 'chat') : answer, rule }
  }
  return { kind: 'span', rule: undefined }
}

export function inferenceTypeOf(reader: SpanReader, kind: OperationKind): string {
  const told = textAt(reader, 'pyflare.inference.type')
  if (INFERENCE_TYPE_NAMES.includes(told)) return told
  if (kind !== 'predict') return INFERENCE_TYPES[kind] ?? ''
  const task = textAt(reader, 'pyflare.task')
  return INFERENCE_TYPE_NAMES.includes(task) ? task : 'custom'
}

/** Whether the span's usage repeats other spans', as far as the span alone can tell; settling knows the rest. */
export function isAggregate(reader: SpanReader, kind: OperationKind): boolean {
  if (AGGREGATE_KINDS.includes(kind)) return reader.span.kind !== NEVER_AGGREGATE
  if (textAt(reader, 'gen_ai.operation.name') === 'fetch_response') return true
  return kind === 'tool' && reader.span.name.startsWith('execute_tool (merged)')
}

function answerOf(reader: SpanReader, rule: KindRule): KindAnswer | undefined {
  if ('if' in rule) return matches(reader, rule.if) ? rule.kind : undefined
  const text = textAt(reader, rule.read).toLowerCase()
  if (text === '' || (rule.unless !== undefined && hasPrefix(reader, [rule.unless]))) return undefined
  const value = rule.beforeSpace === true ? (text.split(' ', 1)[0] ?? '') : text
  if (Object.hasOwn(rule.values, value)) return rule.values[value]
  return rule.patterns?.find(([pattern]) => pattern.test(value))?.[1]
}

function matches(reader: SpanReader, condition: KindCondition): boolean {
  const { span } = reader
  if (condition.scope !== undefined && span.scope.name !== condition.scope) return false
  if (condition.scopeStart !== undefined && !span.scope.name.startsWith(condition.scopeStart)) return false
  if (condition.name !== undefined && !condition.name.test(span.name)) return false
  if (condition.hasLink === true && span.links.length === 0) return false
  if (condition.hasModel !== undefined && condition.hasModel !== hasAny(reader, MODEL_KEYS)) return false
  if (condition.hasUsageOrMessages === true && !hasAny(reader, USAGE_KEYS) && !hasAny(reader, MESSAGE_KEYS))
    return false
  if (condition.attributes !== undefined && !hasAttributes(reader, condition.attributes)) return false
  const { keys = [], prefixes = [], events = [] } = condition
  if (keys.length + prefixes.length + events.length === 0) return true
  return (
    keys.some((key) => reader.has(key)) ||
    (prefixes.length > 0 && hasPrefix(reader, prefixes)) ||
    events.some((name) => span.events.some((event) => event.name === name))
  )
}

function hasAttributes(reader: SpanReader, attributes: Readonly<Record<string, RegExp>>): boolean {
  for (const [key, pattern] of Object.entries(attributes)) {
    if (!reader.has(key) || !pattern.test(textAt(reader, key).toLowerCase())) return false
  }
  return true
}

function isCompletion(reader: SpanReader): boolean {
  if (hasPrefix(reader, COMPLETION_SIGNS.prefixes)) return true
  if (reader.has(COMPLETION_SIGNS.unless)) return false
  return Object.entries(COMPLETION_SIGNS.values).some(([key, values]) =>
    (values as readonly string[]).includes(textAt(reader, key).toLowerCase()),
  )
}

function hasAny(reader: SpanReader, keys: { exact: readonly string[]; prefixes: readonly string[] }): boolean {
  return keys.exact.some((key) => reader.has(key)) || hasPrefix(reader, keys.prefixes)
}

function hasPrefix(reader: SpanReader, prefixes: readonly string[]): boolean {
  for (const key of reader.span.attributes.keys()) if (prefixes.some((prefix) => key.startsWith(prefix))) return true
  return false
}

function textAt(reader: SpanReader, key: string): string {
  const value = reader.span.attributes.get(key)
  return typeof value === 'string' ? unquote(value).trim() : ''
}
