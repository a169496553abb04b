const SERIES = 8

/** The colour of the n-th series, as a token. Past the eighth all share one grey. */
export function seriesColour(index: number): string {
  return index < SERIES ? `var(--series-${index + 1})` : 'var(--series-rest)'
}

/** Colours by name, for charts that share a page: a thing keeps its colour, and `other` is grey. */
export function coloursOf(names: readonly string[]): Map<string, string> {
  const distinct = [...new Set(names)].filter((name) => name !== 'other')
  return new Map([
    ...distinct.map((name, index) => [name, seriesColour(index)] as const),
    ['other', 'var(--series-rest)'],
  ])
}
