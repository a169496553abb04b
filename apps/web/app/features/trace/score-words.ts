import type { Evaluation } from '~/api/rows.ts'
import { MINUS } from '~/ui/format/glyphs.ts'
import { formatCompact } from '~/ui/format/number.ts'

/** A score of a scale that only its judge knows: `0.94`, `4`, `−0.25`, three digits behind the point at most. */
export function formatScore(score: number): string {
  if (Math.abs(score) >= 1000) return formatCompact(score)
  return String(Number(score.toFixed(3))).replace('-', MINUS)
}

const SOURCES: Readonly<Record<string, string>> = {
  HUMAN: 'a person',
  LLM: 'a model',
  CODE: 'code',
  API: 'a program',
}

/** Who judged: `by a person, reviewer anna`; '' where nobody said. */
export function judgeOf({
  source,
  evaluator,
  identifier,
}: Pick<Evaluation, 'source' | 'evaluator' | 'identifier'>): string {
  const told = [SOURCES[source] ?? source.toLowerCase(), evaluator, identifier].filter((part) => part !== '')
  const named = [...new Set(told)]
  return named.length === 0 ? '' : `by ${named.join(', ')}`
}
