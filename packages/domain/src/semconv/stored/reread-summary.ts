import { FACTS } from '../../privacy/facts.ts'
import type { Changes } from './reread-span.ts'

/** What reading spans again changed, or would: small however many spans there are. */
export interface RereadSummary {
  /** By column. */
  columns: Record<string, ColumnSummary>
  /** By instrumentation library; those beyond the first hundred together, as `others`. */
  libraries: Record<string, { spans: number; changed: number }>
}

export interface ColumnSummary {
  /** How many spans read otherwise. */
  spans: number
  /** Of a column that is summed (tokens, money): its sums over those spans. */
  sums: { before: number; after: number } | null
  samples: RereadSample[]
}

/** Of what people said there are only the lengths: a summary is kept longer than what it is of. */
export interface RereadSample {
  traceId: string
  spanId: string
  before: string
  after: string
}

export interface ReadAgain {
  traceId: string
  spanId: string
  library: string
  changes: Changes
}

const MAX_SAMPLES = 5
const MAX_TEXT = 120
const MAX_LIBRARIES = 100
const OTHERS = 'others'
const SUMMED = /_(tokens|nanos)$/

export const EMPTY_SUMMARY: RereadSummary = { columns: {}, libraries: {} }

/** A summary and what was read since. */
export function addToSummary(summary: RereadSummary, read: readonly ReadAgain[]): RereadSummary {
  const next = structuredClone(summary)
  for (const { library, changes, ...span } of read) {
    const changed = Object.entries(changes)
    const isNew = !Object.hasOwn(next.libraries, library)
    const isFull = Object.keys(next.libraries).length >= MAX_LIBRARIES
    // A name that means something to JavaScript itself is no name to file under.
    const name = (isNew && isFull) || library in Object.prototype ? OTHERS : library
    const counts = Object.hasOwn(next.libraries, name) ? next.libraries[name] : undefined
    next.libraries[name] = {
      spans: (counts?.spans ?? 0) + 1,
      changed: (counts?.changed ?? 0) + (changed.length > 0 ? 1 : 0),
    }
    for (const [column, { before, after }] of changed) {
      const known = next.columns[column] ?? { spans: 0, sums: null, samples: [] }
      known.spans += 1
      if (SUMMED.test(column)) {
        const sums = known.sums ?? { before: 0, after: 0 }
        known.sums = { before: sums.before + Number(before), after: sums.after + Number(after) }
      }
      if (known.samples.length < MAX_SAMPLES)
        known.samples.push({ ...span, before: shown(column, before), after: shown(column, after) })
      next.columns[column] = known
    }
  }
  return next
}

function shown(column: string, text: string): string {
  if (text !== '' && !FACTS.has(column)) return `${text.length} characters`
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`
}
