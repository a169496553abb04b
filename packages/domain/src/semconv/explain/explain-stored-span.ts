import type { SettledOrigin } from '../../settle/settled-origins.ts'
import { emptySpan } from '../empty-span.ts'
import { NORMALIZER_VERSION } from '../normalizer-version.ts'
import { snakeCase } from '../pick.ts'
import { printColumn } from '../stored/print-column.ts'
import { rawSpanOf } from '../stored/raw-span-of.ts'
import { rereadSpan } from '../stored/reread-span.ts'
import type { StoredSpan } from '../stored/stored-span.ts'
import type { ColumnExplanation } from './column-recorder.ts'
import { explainSpan, NOT_EXPLAINED } from './explain-span.ts'

/** What is known of a span beside its row. Columns by snake_case name, as patches have them. */
export interface SpanKnowledge {
  row: StoredSpan
  /** As a later normalizer read it, where one did. */
  reread: Readonly<Record<string, string>> | undefined
  /** As settling gave them. */
  settled: Readonly<Record<string, string>>
  origins: Readonly<Record<string, SettledOrigin>>
}

export interface ExplainedColumn extends ColumnExplanation {
  column: string
  /** As pages and programs see it; cut where it is long. */
  value: string
  /** Whether the span itself says it, or which other record of its trace. */
  by: 'span' | 'log_record' | 'other_span' | 'trace'
  spanId: string | undefined
  /** What the rules of this version read, where that is something else; undefined where it is the same. */
  now: string | undefined
}

const MAX_VALUE = 500

/**
 * Says of each column of a stored span where it comes from: the row is turned back into the span that it was made of, and read by the
 * very rules that read spans when they come.
 */
export function explainStoredSpan({ row, reread = {}, settled, origins }: SpanKnowledge): ExplainedColumn[] {
  const { explanations } = explainSpan(rawSpanOf(row))
  const now = printedColumns(rereadSpan(row).columns)
  const values = { ...printedColumns(row), ...reread, ...settled }
  return COLUMNS.map((column) => [column, values[column] ?? ''] as const)
    .filter(([column, value]) => explanations[column] !== undefined || value !== EMPTY[column])
    .map(([column, value]) => {
      const found = explanations[column] ?? NOTHING
      const shown = { ...found, column, value: cut(value), by: 'span' as const, spanId: undefined, now: undefined }
      if (Object.hasOwn(settled, column)) return { ...shown, ...settledBy(origins[column]) }
      const read = now[column] ?? ''
      const version = column in reread ? reread.normalizer_version : row.normalizerVersion
      if (read === value && (explanations[column] !== undefined || value === '')) return shown
      if (read === value) return { ...shown, why: [GONE] }
      return { ...shown, now: cut(read), why: [...found.why, `Version ${version} of the normalizer read it so.`] }
    })
}

const NOTHING: ColumnExplanation = { from: [], raw: '', as: '', others: [], why: [] }
const GONE = 'Read when the span came, from content that has since moved into a column, been cut or been redacted.'
const EMPTY = printedColumns(emptySpan())
/** In the order of the page. */
const COLUMNS = Object.keys(emptySpan())
  .filter((column) => !NOT_EXPLAINED.has(column))
  .map(snakeCase)

function settledBy(origin: SettledOrigin | undefined): Partial<ExplainedColumn> {
  const none = { from: [], raw: '', as: '' as const, others: [] }
  if (origin?.by === 'log_record') return { ...none, by: 'log_record', why: ['Told by a log record of this span.'] }
  if (origin?.by !== 'span') return { ...none, by: 'trace', why: ['Told by the other spans of the trace.'] }
  const why = 'Another span says it: of the same call, or one that stands above this one.'
  return { ...none, by: 'other_span', spanId: origin.spanId, why: [why] }
}

function printedColumns(columns: object): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => [snakeCase(column), printColumn(value)]))
}

function cut(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`
}

/** Which version of the rules a stored span was read by last, and which there is now. */
export function versionsOf({ row, reread }: Pick<SpanKnowledge, 'row' | 'reread'>): { read: number; now: number } {
  const told = reread?.normalizer_version
  return { read: told === undefined ? row.normalizerVersion : Number(told), now: NORMALIZER_VERSION }
}
