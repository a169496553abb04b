import type { SpanColumns } from '../../telemetry/span-columns.ts'
import type { CompiledCandidate } from '../column-rule.ts'
import { type Json, printJson } from '../json.ts'
import type { Recorder } from '../recorder.ts'
import type { Source } from '../source.ts'
import { printColumn } from '../stored/print-column.ts'
import type { ColumnValue, Transform } from '../transforms.ts'

/** What a column came from. Texts are cut: an explanation is read, not computed with. */
export interface ColumnExplanation {
  /** The places that it was read from, as docs/semantic-conventions.md writes them; none where it was worked out. */
  from: string[]
  /** What stood there; of content that left its place what the column keeps of it; '' for what was gathered from several places. */
  raw: string
  /** How that was understood: a name of docs/semantic-conventions.md. */
  as: Transform | ''
  /** Places of less weight that said something else. */
  others: { from: string; value: string }[]
  /** Sentences. */
  why: string[]
}

const MAX_TEXT = 500
const MAX_OTHERS = 10

/** Writes down what reading a span says of its columns. */
export class ColumnRecorder implements Recorder {
  readonly #columns = new Map<keyof SpanColumns, ColumnExplanation>()

  picked(
    candidates: readonly CompiledCandidate[],
    { value, candidate }: { value: ColumnValue; candidate: CompiledCandidate },
    reader: { read(source: Source): Json | undefined },
    ask: (candidate: CompiledCandidate) => ColumnValue | undefined,
  ): void {
    if (candidate.column === undefined) return
    const explanation = this.of(candidate.column)
    explanation.from = [candidate.source.text]
    explanation.raw = cut(printJson(reader.read(candidate.source) ?? null))
    explanation.as = candidate.as
    for (const other of candidates) {
      const said = other === candidate || explanation.others.length >= MAX_OTHERS ? undefined : ask(other)
      if (said === undefined || String(said) === String(value)) continue
      explanation.others.push({ from: other.source.text, value: cut(printColumn(said)) })
    }
  }

  from(column: keyof SpanColumns, source: Source, raw?: Json): void {
    const explanation = this.of(column)
    if (!explanation.from.includes(source.text)) explanation.from.push(source.text)
    explanation.raw = raw === undefined || explanation.from.length > 1 ? '' : cut(printJson(raw))
  }

  why(column: keyof SpanColumns, sentence: string): void {
    this.of(column).why.push(sentence)
  }

  /** What was said of a column so far. */
  of(column: keyof SpanColumns): ColumnExplanation {
    const known = this.#columns.get(column)
    if (known !== undefined) return known
    const made: ColumnExplanation = { from: [], raw: '', as: '', others: [], why: [] }
    this.#columns.set(column, made)
    return made
  }
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`
}
