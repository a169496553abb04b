import type { OperationKind, SpanColumns } from '../telemetry/span-columns.ts'
import type { CompiledCandidate, CompiledRule, Condition } from './column-rule.ts'
import type { Recorder } from './recorder.ts'
import type { Source } from './source.ts'
import type { SpanReader } from './span-reader.ts'
import { type ColumnValue, type SpanTimes, transform } from './transforms.ts'
import { isUsable } from './usable.ts'

/** What conditions of candidates ask about. */
export interface PickContext {
  reader: SpanReader
  kind: OperationKind
  dialects: ReadonlySet<string>
  times: SpanTimes
  /** Columns whose candidates disagreed. */
  conflicts: Set<string>
  /** Places that gave a value: what they said is kept where what they stand in moves into a column. */
  inside?: Source[]
  /** Is told where each column comes from, for people who ask. */
  recorder?: Recorder
}

export interface Picked {
  value: ColumnValue
  candidate: CompiledCandidate
}

/** Evaluates rules that stand alone: each column's first usable candidate. */
export function pickColumns(context: PickContext, rules: readonly CompiledRule[]): Partial<SpanColumns> {
  const columns: Record<string, ColumnValue> = {}
  for (const rule of context.reader.keys.rulesAmong(rules)) {
    const picked = pick(context, rule)
    if (picked !== undefined) columns[rule.column] = picked.value
  }
  return columns as Partial<SpanColumns>
}

function pick(context: PickContext, rule: CompiledRule): Picked | undefined {
  const picked = pickFirst(context, rule.from)
  if (picked !== undefined && rule.reportsConflict === true && disagrees(context, rule, picked)) {
    context.conflicts.add(snakeCase(rule.column))
  }
  return picked
}

export function pickFirst(context: PickContext, candidates: readonly CompiledCandidate[]): Picked | undefined {
  for (const candidate of context.reader.keys.among(candidates)) {
    if (!context.reader.mayHave(candidate.source)) continue
    const value = usableValue(context, candidate)
    if (value === undefined) continue
    context.inside?.push(candidate.source)
    context.recorder?.picked(candidates, { value, candidate }, context.reader, (other) => usableValue(context, other))
    return { value, candidate }
  }
  return undefined
}

const SNAKE_CASE = new Map<string, string>()

/** The name of a column in tables and on wires. There are as many as columns. */
export function snakeCase(column: string): string {
  const known = SNAKE_CASE.get(column)
  if (known !== undefined) return known
  const snake = column.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => `_${part.toLowerCase()}`)
  SNAKE_CASE.set(column, snake)
  return snake
}

/** What a candidate gives; undefined when it gives nothing usable. */
export function usableValue(context: PickContext, candidate: CompiledCandidate): ColumnValue | undefined {
  if (!holds(context, candidate.when)) return undefined
  const raw = context.reader.read(candidate.source)
  if (!isUsable(raw)) return undefined
  const value = transform(candidate.as, raw, context.times)
  return value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value
}

/** Only plain attributes are compared: decoding contents to find a disagreement costs more than it tells. */
function disagrees(context: PickContext, rule: CompiledRule, picked: Picked): boolean {
  return rule.from.some((candidate) => {
    if (candidate === picked.candidate || candidate.source.path.length > 0 || candidate.source.from !== 'span')
      return false
    const value = usableValue(context, candidate)
    return value !== undefined && String(value) !== String(picked.value)
  })
}

export function holds(context: PickContext, when: Condition | undefined): boolean {
  if (when === undefined) return true
  const { span } = context.reader
  return (
    (when.kinds === undefined || when.kinds.includes(context.kind)) &&
    (when.dialects === undefined || when.dialects.some((dialect) => context.dialects.has(dialect))) &&
    (when.scope === undefined || span.scope.name.startsWith(when.scope)) &&
    (when.attribute === undefined || when.attribute.values.includes(String(span.attributes.get(when.attribute.key)))) &&
    (when.root === undefined || context.reader.isRoot)
  )
}
