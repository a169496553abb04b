/** What the palette lists: a place, an action, a trace. */
export interface PaletteEntry {
  id: string
  section: string
  label: string
  words?: string
}

/**
 * Entries that match every word of a query, best first, sections kept together in the order they first appear in. An empty
 * query lists all as they are. A word that begins the label counts most, then one that begins any word, then one inside.
 */
export function searchEntries<Entry extends PaletteEntry>(entries: readonly Entry[], query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const scored = entries
    .map((entry, index) => ({ entry, index, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
  const sections = [...new Set(entries.map(({ section }) => section))]
  return scored
    .sort(
      (a, b) =>
        sections.indexOf(a.entry.section) - sections.indexOf(b.entry.section) || b.score - a.score || a.index - b.index,
    )
    .map(({ entry }) => entry)
}

function scoreOf({ label, words: more = '' }: PaletteEntry, words: readonly string[]): number {
  const name = label.toLowerCase()
  const text = `${name} ${more.toLowerCase()}`
  let score = 1
  for (const word of words) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    score += name.startsWith(word) ? 4 : at === 0 || /[\s/:-]/.test(text[at - 1] ?? '') ? 2 : 1
  }
  return score
}
