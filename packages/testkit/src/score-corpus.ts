import type { CheckedField } from './check-capture.ts'

export interface Score {
  name: string
  right: number
  asked: number
}

/** How many values are right, by whatever names a check belongs to: its library, its field. Worst first. */
export function scoreOf(checked: readonly CheckedField[], nameOf: (check: CheckedField) => string): Score[] {
  const scores = new Map<string, Score>()
  for (const check of checked) {
    const name = nameOf(check)
    const score = scores.get(name) ?? { name, right: 0, asked: 0 }
    scores.set(name, { name, right: score.right + (check.isRight ? 1 : 0), asked: score.asked + 1 })
  }
  return [...scores.values()].sort((left, right) => missed(right) - missed(left) || left.name.localeCompare(right.name))
}

/** A table for a person: `name  right / asked`. */
export function printScore(scores: readonly Score[]): string {
  const width = Math.max(...scores.map(({ name }) => name.length))
  return scores.map(({ name, right, asked }) => `${name.padEnd(width)}  ${right} / ${asked}`).join('\n')
}

function missed({ right, asked }: Score): number {
  return asked - right
}
