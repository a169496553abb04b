import { BUILTIN_PATTERNS } from './builtin-patterns.ts'
import { fieldMatcher } from './field-name.ts'
import type { RedactionAction, RedactionRule } from './redaction-rule.ts'
import type { FindRanges } from './text-pattern.ts'

/** A rule, ready to run. */
export interface CompiledRule {
  /** Rules run in this order. */
  place: number
  action: RedactionAction
  /** Absent: the whole field is meant. */
  find: FindRanges | undefined
  /** Whether a field is one of those that the rule is about. Absent: it is about everything. */
  names: ((field: string) => boolean) | undefined
}

/** Whether a rule is about what a pattern finds; else whole fields are meant. */
export function isByPattern({ find }: Pick<CompiledRule, 'find'>): boolean {
  return find !== undefined
}

export type CompilePattern = (pattern: string, ruleName: string) => FindRanges

export function compileRule(rule: RedactionRule, place: number, compile: CompilePattern): CompiledRule {
  const finder = rule.builtin === undefined ? undefined : BUILTIN_PATTERNS[rule.builtin]
  return {
    place,
    action: rule.action,
    find: rule.pattern === undefined ? finder : compile(rule.pattern, rule.name),
    names: rule.fields === undefined ? undefined : fieldMatcher(rule.fields),
  }
}
