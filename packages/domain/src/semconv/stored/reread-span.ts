import { emptySpan } from '../empty-span.ts'
import { isObject, parseStructure } from '../json.ts'
import { normalizeSpan } from '../normalize-span.ts'
import type { NormalizedSpan } from '../normalized-span.ts'
import { snakeCase } from '../pick.ts'
import { printColumn } from './print-column.ts'
import { rawSpanOf } from './raw-span-of.ts'
import type { StoredSpan } from './stored-span.ts'

type Column = keyof NormalizedSpan

/** By snake_case name, what columns say before and after. Values as text: lists as JSON, '' for what is not known. */
export type Changes = Record<string, { before: string; after: string }>

/** What a stored span says when it is read again. */
export interface Rereading {
  columns: NormalizedSpan
  /** Columns that read otherwise than the row has them. */
  changes: Changes
}

/** What is kept as it came, whatever is read from it; and who read it, which is no change of what is said. */
const KEPT: readonly Column[] = [
  'attributes',
  'attributeTypes',
  'contentFrom',
  'contentFacts',
  'resourceAttributes',
  'events',
  'links',
]
/** Counts that are put right by each other: where one can't be read any more, none of them is read anew. */
const USAGE: readonly Column[] = [
  ...(Object.keys(emptySpan()) as Column[]).filter((column) => /Tokens$/.test(column) && column !== 'maxTokens'),
  'usageMissing',
  'usageEstimated',
  'usageIncomplete',
  'normalizeRepaired',
]
const MODEL: readonly Column[] = [
  'modelId',
  'modelVersion',
  'requestModel',
  'responseModel',
  'provider',
  'providerInferred',
]
const GATHERED: readonly Column[] = ['params', 'metadata']
const CUT: readonly (readonly [Column, readonly Column[]])[] = [
  ['input', ['inputPreview', 'inputHash']],
  ['output', ['outputPreview']],
]

/**
 * Reads a stored span with the rules of this version. What was read from content that has since gone into a column, been cut or
 * been redacted stays as it was read then, where it is not found elsewhere: what is gone is no reason to forget.
 */
export function rereadSpan(row: StoredSpan): Rereading {
  const columns = withWhatIsGone(row, read(row))
  const changes: Changes = {}
  for (const column of Object.keys(columns) as Column[]) {
    const [before, after] = [printColumn(row[column]), printColumn(columns[column])]
    if (before !== after && !KEPT.includes(column) && column !== 'normalizerVersion')
      changes[snakeCase(column)] = { before, after }
  }
  return { columns, changes }
}

function read(row: StoredSpan): NormalizedSpan {
  const raw = rawSpanOf(row)
  const columns = normalizeSpan(raw)
  if (!isPartial(row) || columns.operationKind !== 'span' || row.operationKind === 'span') return columns
  return normalizeSpan(raw, undefined, row)
}

/** Whether something that the span said when it came is not in its row. */
function isPartial({ contentFrom, contentRedacted, contentTruncated }: StoredSpan): boolean {
  return contentRedacted || contentTruncated || Object.keys(contentFrom).length > 0
}

function withWhatIsGone(row: StoredSpan, found: NormalizedSpan): NormalizedSpan {
  const columns: NormalizedSpan = { ...found }
  const keep = (names: readonly Column[]) => Object.assign(columns, pick(row, names))
  keep(KEPT)
  // The collector may know the environment where the span does not.
  if (found.environment === 'default') keep(['environment'])
  if (!isPartial(row)) return columns
  columns.contentRedacted ||= row.contentRedacted
  columns.contentTruncated ||= row.contentTruncated
  columns.dialects = [...new Set([...found.dialects, ...(row.contentRedacted ? row.dialects : [])])].sort()
  for (const column of GATHERED) columns[column] = withEntries(String(found[column]), String(row[column])) as never
  for (const [whole, parts] of CUT) if (row.contentTruncated && found[whole] === row[whole]) keep(parts)
  if (['inputTokens', 'outputTokens', 'totalTokens'].some((column) => isLost(row, found, column as Column))) keep(USAGE)
  if (isLost(row, found, 'modelId')) keep(MODEL)
  for (const column of Object.keys(found) as Column[])
    if (typeof found[column] !== 'boolean' && column !== 'normalizeConflict' && isLost(row, columns, column))
      keep([column])
  return columns
}

function pick(row: StoredSpan, names: readonly Column[]): Partial<NormalizedSpan> {
  return Object.fromEntries(names.map((name) => [name, row[name]]))
}

function isLost(row: StoredSpan, found: NormalizedSpan, column: Column): boolean {
  const nothing = (value: unknown) =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return nothing(found[column]) && !nothing(row[column])
}

/** Entries of before that are not found now are kept. Before as it is, where nothing is new. */
function withEntries(now: string, before: string): string {
  const [found, known] = [parseStructure(now), parseStructure(before)]
  if (!isObject(known)) return now
  const all = { ...known, ...(isObject(found) ? found : {}) }
  const isSame = Object.keys(all).every((key) => JSON.stringify(all[key]) === JSON.stringify(known[key]))
  return isSame ? before : JSON.stringify(all)
}
