import type { Redactor } from '../../privacy/create-redactor.ts'
import { emptySpan } from '../empty-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import { snakeCase } from '../pick.ts'
import { printColumn } from './print-column.ts'
import { rawSpanOf } from './raw-span-of.ts'
import { type Changes, rereadSpan } from './reread-span.ts'
import type { StoredSpan } from './stored-span.ts'

export interface SecondReading {
  /** Columns that do not read as the row has them. Text by snake_case name: lists as JSON, '' for what is not known. */
  columns: Record<string, string>
  /** Against how the span read until now. */
  changes: Changes
}

const COLUMNS: ReadonlyMap<string, keyof NormalizedSpan> = new Map(
  (Object.keys(emptySpan()) as (keyof NormalizedSpan)[]).map((column) => [snakeCase(column), column]),
)

/**
 * Reads a stored span with the rules of now. `earlier` is what an earlier reading put in the place of the row's columns. Rules of redaction
 * have their way with what goes into a column that did not hold it before.
 */
export function readAgain(
  row: StoredSpan,
  earlier: Readonly<Record<string, string>>,
  redactor: Redactor,
): SecondReading {
  const columns = redacted(row, redactor)
  const changes: Changes = {}
  for (const name of new Set([...Object.keys(earlier), ...Object.keys(columns)])) {
    const column = COLUMNS.get(name)
    if (column === undefined || column === 'normalizerVersion') continue
    const own = printColumn(row[column])
    const [before, after] = [earlier[name] ?? own, columns[name] ?? own]
    if (before !== after) changes[name] = { before, after }
  }
  return { columns, changes }
}

function redacted(row: StoredSpan, redactor: Redactor): Record<string, string> {
  const { columns, changes } = rereadSpan(row)
  const names = Object.keys(changes)
  if (names.length === 0) return {}
  const raw = rawSpanOf(row)
  const after = redactor.span({ raw, columns })
  const said = after.raw === raw ? columns : after.columns
  const own = new Map([...COLUMNS].map(([name, column]) => [name, printColumn(row[column])]))
  const texts = [...names, 'content_redacted'].map((name): [string, string] => {
    const column = COLUMNS.get(name)
    return [name, column === undefined ? '' : printColumn(said[column])]
  })
  return Object.fromEntries(texts.filter(([name, text]) => text !== own.get(name)))
}
