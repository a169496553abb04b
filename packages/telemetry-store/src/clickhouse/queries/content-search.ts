import type { Params } from '../connection.ts'

const MAX_WORDS = 8
const MAX_WORD_CHARS = 200

/** The words that a text asks for. More than eight say nothing more about what is sought. */
export function searchWords(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => word.slice(0, MAX_WORD_CHARS))
}

/**
 * True where every word stands in one of the columns, letter case ignored. Structured columns are JSON text, in which a
 * quote or a backslash is escaped, so such a word is sought in that spelling too.
 */
export function containsAll(words: readonly string[], columns: readonly string[]): { sql: string; params: Params } {
  const params: Record<string, string> = {}
  const conditions = words.map((word, index) => {
    const spellings = new Set([word, JSON.stringify(word).slice(1, -1)])
    const names = [...spellings].map((spelling, variant) => {
      const name = `word${index}${variant === 0 ? '' : '_json'}`
      params[name] = spelling
      return name
    })
    const found = columns.flatMap((column) =>
      names.map((name) => `positionCaseInsensitiveUTF8(${column}, {${name}:String}) > 0`),
    )
    return `(${found.join(' OR ')})`
  })
  return { sql: conditions.join('\n  AND '), params }
}
