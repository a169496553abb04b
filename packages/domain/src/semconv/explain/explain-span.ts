import type { RawSpan } from '../../telemetry/raw-span.ts'
import type { SpanColumns } from '../../telemetry/span-columns.ts'
import { emptySpan } from '../empty-span.ts'
import { type ContentLimits, DEFAULT_LIMITS } from '../limit-content.ts'
import { contextOf, readSpan } from '../normalize-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import { DERIVED_COLUMNS } from '../page/derived-columns.ts'
import { SECTIONS } from '../page/sections.ts'
import { snakeCase } from '../pick.ts'
import { findKind } from '../resolve-kind.ts'
import type { SpanReader } from '../span-reader.ts'
import { printColumn } from '../stored/print-column.ts'
import type { KindRule } from '../tables/kind-rules.ts'
import { type ColumnExplanation, ColumnRecorder } from './column-recorder.ts'

export interface ExplainedSpan {
  columns: NormalizedSpan
  /** By snake_case name, of every column that says something. */
  explanations: Record<string, ColumnExplanation>
}

/** What is about the whole span, and what is kept as it came. */
export const NOT_EXPLAINED: ReadonlySet<string> = new Set(
  [
    'attributes attributeTypes contentFrom contentFacts resourceAttributes events links',
    'dialects normalizerVersion normalizeRepaired normalizeConflict',
  ].flatMap((line) => line.split(' ')),
)
const NOTES: ReadonlyMap<string, string> = new Map(
  SECTIONS.flatMap(({ columns }) =>
    columns.map(({ column, note }) => [column, DERIVED_COLUMNS[column] ?? note ?? ''] as const),
  ),
)

/** Reads a span like `normalizeSpan` does, and says of each column where it comes from. */
export function explainSpan(raw: RawSpan, limits: ContentLimits = DEFAULT_LIMITS): ExplainedSpan {
  const recorder = new ColumnRecorder()
  const context = { ...contextOf(raw), recorder }
  explainKind(recorder, context.reader)
  const columns = readSpan(raw, context, limits)
  const finish = recorder.of('finishReasonRaw')
  Object.assign(recorder.of('finishReason'), { ...finish, why: [...finish.why] })
  const empty = emptySpan()
  const explanations: Record<string, ColumnExplanation> = {}
  for (const column of Object.keys(columns) as (keyof NormalizedSpan & keyof SpanColumns)[]) {
    const says = printColumn(columns[column]) !== printColumn(empty[column]) || column === 'operationKind'
    if (NOT_EXPLAINED.has(column) || !says) continue
    const explanation = recorder.of(column)
    const note = explanation.from.length + explanation.why.length === 0 ? plainText(NOTES.get(column) ?? '') : ''
    if (note !== '') explanation.why.push(note)
    explanations[snakeCase(column)] = explanation
  }
  return { columns, explanations }
}

function explainKind(recorder: ColumnRecorder, reader: SpanReader): void {
  const { rule } = findKind(reader)
  if (rule !== undefined && 'read' in rule) {
    const explanation = recorder.of('operationKind')
    explanation.from.push(rule.read)
    explanation.raw = printColumn(reader.span.attributes.get(rule.read))
  }
  recorder.why('operationKind', rule === undefined ? 'No rule knows it.' : ruleText(rule))
}

function ruleText(rule: KindRule): string {
  const name = `Rule ${rule.rule} of the kinds`
  if ('read' in rule) return `${name}.`
  const { scope, name: pattern, keys = [], prefixes = [], events = [], hasModel, hasUsageOrMessages } = rule.if
  const named = [...keys, ...prefixes.map((prefix) => `${prefix}*`), ...events.map((event) => `event ${event}`)]
  const parts = [
    scope === undefined ? '' : `the scope is ${scope}`,
    pattern === undefined ? '' : `the name matches ${pattern}`,
    named.length === 0 ? '' : `it has one of ${named.join(', ')}`,
    hasModel === undefined ? '' : hasModel ? 'a model is named' : 'no model is named',
    hasUsageOrMessages === true ? 'tokens are counted or messages carried' : '',
  ]
  return `${name}: ${parts.filter((part) => part !== '').join('; ')}.`
}

/** The page's sentences without its marks. */
function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '')
}
