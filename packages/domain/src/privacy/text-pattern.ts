/** A part of a text, as positions of UTF-16 code units: `text.slice(start, end)`. */
export interface TextRange {
  start: number
  end: number
}

/** Finds what a rule is about: ranges that are not empty, rise, and do not overlap. Linear in the text's length. */
export type FindRanges = (text: string) => TextRange[]

/** All matches of a regular expression that has the flag `g`. */
export function findAll(pattern: RegExp, isWanted: (match: string) => boolean = () => true): FindRanges {
  return (text) => {
    const ranges: TextRange[] = []
    for (const match of text.matchAll(pattern)) {
      if (match[0] !== '' && isWanted(match[0])) ranges.push({ start: match.index, end: match.index + match[0].length })
    }
    return ranges
  }
}

/** The ranges of several patterns as one rising list; where two overlap, the earlier (then the longer) one counts. */
export function findAny(finders: readonly FindRanges[]): FindRanges {
  return (text) => {
    const all = finders.flatMap((find) => find(text)).sort((a, b) => a.start - b.start || b.end - a.end)
    const ranges: TextRange[] = []
    for (const range of all) if (range.start >= (ranges.at(-1)?.end ?? 0)) ranges.push(range)
    return ranges
  }
}
