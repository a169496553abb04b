import type { Random } from './random.ts'

const SYLLABLES =
  'ka lo mi ren ta shu ber din est fal gra hol ing jor kel lan mon nor ope pri qua ras sol tur und vel wen yor zan ed er al'
const WORDS = 8_000

/** Words that the queries look for. */
export const COMMON_WORD = 'refund'
export const RARE_WORD = 'zeppelin'
export const ABSENT_WORD = 'xylophonist'

/** Text as people and models write it, as far as an index or a codec can tell: few words are most of it, and none rules. */
export class Prose {
  readonly #random: Random
  readonly #words: string[]

  constructor(random: Random) {
    this.#random = random
    const syllables = SYLLABLES.split(' ')
    this.#words = Array.from({ length: WORDS }, (_, rank) => {
      const length = 1 + Math.min(3, Math.floor(Math.log10(rank + 1)))
      return Array.from({ length }, () => random.pick(syllables)).join('')
    })
    this.#words[120] = COMMON_WORD
  }

  /** About so many characters, in sentences. */
  text(characters: number): string {
    const random = this.#random
    const parts: string[] = []
    let length = 0
    let left = 0
    while (length < characters) {
      const first = left === 0
      if (first) left = random.integer(6, 18)
      const word = random.chance(0.02) ? this.#number() : (this.#words[random.skewed(WORDS)] ?? '')
      parts.push(first ? word.charAt(0).toUpperCase() + word.slice(1) : word)
      left--
      parts.push(left === 0 ? '. ' : ' ')
      length += word.length + 1
    }
    if (random.chance(0.000_05)) parts.push(RARE_WORD)
    return parts.join('').trim()
  }

  #number(): string {
    return `${this.#random.integer(10_000, 99_999)}-${this.#random.integer(10, 99)}`
  }
}
