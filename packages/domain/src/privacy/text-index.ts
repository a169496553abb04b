import type { TextRange } from './text-pattern.ts'

/** So many characters of a text must stand in another for it to be found there. */
const WINDOW = 16
/** What of a text is looked for; where it goes on alike, so does what is found. */
const MAX_LOOKED_FOR = 256
/** Of texts that begin alike, so many are looked for. */
const MAX_ALIKE = 8
const BASE = 31
/** BASE to the power of WINDOW - 1, in 32 bits: what the character that leaves the window counted. */
const LEAVING = Array.from({ length: WINDOW - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1)

/**
 * Texts to be found inside of others, by Rabin and Karp's rolling hash of how they begin: one pass over a text, however many are looked
 * for.
 */
export class TextIndex {
  readonly #byHash = new Map<number, string[]>()

  /** Texts that are shorter than a window are not found. */
  add(text: string): void {
    if (text.length < WINDOW) return
    const hash = hashOf(text)
    const alike = this.#byHash.get(hash)
    if (alike === undefined) this.#byHash.set(hash, [text])
    else if (alike.length < MAX_ALIKE) alike.push(text)
  }

  find(text: string): TextRange[] {
    const ranges: TextRange[] = []
    if (this.#byHash.size === 0 || text.length < WINDOW) return ranges
    let hash = hashOf(text)
    for (let start = 0; ; start += 1) {
      const end = this.#byHash.has(hash) ? this.#endOf(text, start, hash) : start
      if (end > start) {
        ranges.push({ start, end })
        if (end + WINDOW > text.length) return ranges
        hash = hashOf(text, end)
        start = end - 1
        continue
      }
      if (start + WINDOW >= text.length) return ranges
      const without = hash - Math.imul(text.charCodeAt(start), LEAVING)
      hash = (Math.imul(without, BASE) + text.charCodeAt(start + WINDOW)) | 0
    }
  }

  /** Where the longest text that begins here ends. */
  #endOf(text: string, start: number, hash: number): number {
    let longest = start
    for (const part of this.#byHash.get(hash) ?? []) {
      if (!text.startsWith(part.length > MAX_LOOKED_FOR ? part.slice(0, MAX_LOOKED_FOR) : part, start)) continue
      let length = Math.min(part.length, MAX_LOOKED_FOR)
      while (length < part.length && text.charCodeAt(start + length) === part.charCodeAt(length)) length += 1
      longest = Math.max(longest, start + length)
    }
    return longest
  }
}

function hashOf(text: string, start = 0): number {
  let hash = 0
  for (let at = start; at < start + WINDOW; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0
  return hash
}
