/** The known name that a misspelt one comes closest to; undefined when none is close. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 5))
  const [best] = ranked(known, (candidate) => [editDistance(name, candidate)])
  return best !== undefined && best.ranks[0] <= limit ? best.candidate : undefined
}

/** The known name that says most of the same words (`PORT`, `URL`), and of those the one that is spelt most alike. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const words = wordsOf(name)
  const shared = (candidate: string) => wordsOf(candidate).filter((word) => words.includes(word)).length
  return ranked(known, (candidate) => [-shared(candidate), editDistance(name, candidate)])[0]?.candidate
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split('_')
}

type Ranks = [number, ...number[]]

/** Lowest first; where first ranks are equal, the next ones say. */
function ranked(
  known: readonly string[],
  ranksOf: (candidate: string) => Ranks,
): { candidate: string; ranks: Ranks }[] {
  return known
    .map((candidate) => ({ candidate, ranks: ranksOf(candidate) }))
    .sort((a, b) => a.ranks.map((rank, at) => rank - (b.ranks[at] ?? 0)).find((difference) => difference !== 0) ?? 0)
}

/** Levenshtein's distance, whatever the case: how many letters must be put in, taken out or changed. */
function editDistance(one: string, another: string): number {
  const [a, b] = [one.toLowerCase(), another.toLowerCase()]
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...b].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
