import type { OperationKind, SpanColumns } from '../telemetry/span-columns.ts'
import { parseSource, type Source } from './source.ts'
import type { Transform } from './transforms.ts'

/** When a candidate counts. Everything named must hold. */
export interface Condition {
  kinds?: readonly OperationKind[]
  dialects?: readonly string[]
  /** The instrumentation scope's name starts so. */
  scope?: string
  /** The span has this attribute with one of these values. */
  attribute?: { key: string; values: readonly string[] }
  /** Only on a trace's root. */
  root?: true
}

/** One place to look at, in the notation of `parseSource`, and how to understand what is there. */
export type Candidate =
  | string
  | {
      read: string
      as?: Transform
      when?: Condition
      /** The attribute stays among the attributes though its content is in a column: others read it there. */
      keep?: true
    }

/** How one column comes to be: the first candidate with a usable value gives it. */
export interface ColumnRule {
  column: keyof SpanColumns
  as: Transform
  /** Candidates that disagree with the winner are a conflict worth telling. */
  reportsConflict?: true
  from: readonly Candidate[]
}

export interface CompiledCandidate {
  source: Source
  as: Transform
  when: Condition | undefined
  keep: boolean
  /** The column that it is a candidate for; undefined where what is read is not yet a column. */
  column: keyof SpanColumns | undefined
}

export interface CompiledRule extends Omit<ColumnRule, 'from'> {
  from: readonly CompiledCandidate[]
}

export function compileRules(rules: readonly ColumnRule[]): CompiledRule[] {
  return rules.map((rule) => ({ ...rule, from: compileCandidates(rule.from, rule.as, rule.column) }))
}

export function compileCandidates(
  candidates: readonly Candidate[],
  as: Transform,
  column?: keyof SpanColumns,
): CompiledCandidate[] {
  return candidates.map((candidate) =>
    typeof candidate === 'string'
      ? { source: parseSource(candidate), as, when: undefined, keep: false, column }
      : {
          source: parseSource(candidate.read),
          as: candidate.as ?? as,
          when: candidate.when,
          keep: candidate.keep === true,
          column,
        },
  )
}
