import type { CheckedField } from './check-capture.ts'

export interface Score {
  name: string
  right: number
  asked: number
}

/** What spans of one dialect come to, in all and by column. */
export interface DialectScore extends Score {
  /** Worst first. */
  columns: readonly Score[]
}

/** How many values are right, by whatever names a check belongs to: its library, its field. Worst first. */
export function scoreOf(checked: readonly CheckedField[], nameOf: (check: CheckedField) => string): Score[] {
  const scores = new Map<string, Score>()
  for (const check of checked) {
    const name = nameOf(check)
    const score = scores.get(name) ?? { name, right: 0, asked: 0 }
    scores.set(name, { name, right: score.right + (check.isRight ? 1 : 0), asked: score.asked + 1 })
  }
  return [...scores.values()].sort(
    (left, right) => missed(right) - missed(left) || left.name.localeCompare(right.name, 'en'),
  )
}

/** How many values of each column are right in each dialect. Worst first. */
export function scoreByDialect(checked: readonly CheckedField[]): DialectScore[] {
  return scoreOf(checked, ({ dialect }) => dialect).map((score) => ({
    ...score,
    columns: scoreOf(
      checked.filter(({ dialect }) => dialect === score.name),
      ({ field }) => field,
    ),
  }))
}

/** Whether a value was asked for and not right. */
export function fallsShort(score: Score): boolean {
  return missed(score) > 0
}

function missed({ right, asked }: Score): number {
  return asked - right
}
