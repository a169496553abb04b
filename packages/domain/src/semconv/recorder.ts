import type { SpanColumns } from '../telemetry/span-columns.ts'
import type { CompiledCandidate } from './column-rule.ts'
import type { Json } from './json.ts'
import type { Source } from './source.ts'
import type { ColumnValue } from './transforms.ts'

/**
 * Is told, while a span is read, where each column comes from and why it is what it is. Whoever only wants the columns has
 * none, and pays nothing.
 */
export interface Recorder {
  /** The first usable candidate gave a value. `ask` says what the others would have given. */
  picked(
    candidates: readonly CompiledCandidate[],
    picked: { value: ColumnValue; candidate: CompiledCandidate },
    reader: { read(source: Source): Json | undefined },
    ask: (candidate: CompiledCandidate) => ColumnValue | undefined,
  ): void
  /** A column was read from a place in a way of its own. */
  from(column: keyof SpanColumns, source: Source, raw?: Json): void
  /** A sentence of why a column is what it is. */
  why(column: keyof SpanColumns, sentence: string): void
}
