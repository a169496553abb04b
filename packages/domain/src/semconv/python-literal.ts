import type { Json, JsonObject } from './json.ts'

/** No structure that a client printed instead of sending it is longer. */
const MAX_LENGTH = 1024 * 1024
const MAX_DEPTH = 64

/**
 * The dict or list that a text is Python's `repr` of: strings, numbers, `None`, `True`, `False`, and dicts (with strings for keys) and lists of
 * these. Undefined for any other text: nothing is guessed.
 */
export function parsePythonLiteral(text: string): Json[] | JsonObject | undefined {
  if (text.length > MAX_LENGTH || !/^\s*[[{]/.test(text)) return undefined
  const reader = new LiteralReader(text)
  const value = reader.value(0)
  return reader.isAtEnd && typeof value === 'object' && value !== null ? value : undefined
}

const NAMES: Readonly<Record<string, Json>> = { None: null, True: true, False: false }
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/y
const NAME = /None|True|False/y
const PLAIN = /[^\\'"\n]+/y
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([\\'"nrt]))/y
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Reads from left to right. What is not a literal is undefined, and so is all around it. */
class LiteralReader {
  #at = 0

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    this.#space()
    return this.#at === this.text.length
  }

  value(depth: number): Json | undefined {
    this.#space()
    const next = this.text.charAt(this.#at)
    if (depth > MAX_DEPTH) return undefined
    if (next === '{') return this.#dict(depth)
    if (next === '[') return this.#list(depth)
    if (next === "'" || next === '"') return this.#string()
    const name = this.#match(NAME)?.[0]
    if (name !== undefined) return NAMES[name]
    const number = this.#match(NUMBER)?.[0]
    return number === undefined ? undefined : finite(Number(number))
  }

  #dict(depth: number): JsonObject | undefined {
    const dict: JsonObject = Object.create(null)
    this.#at += 1
    while (!this.#takes('}')) {
      this.#space()
      const key = this.#string()
      if (key === undefined || !this.#takes(':')) return undefined
      const value = this.value(depth + 1)
      if (value === undefined || !this.#takesNext('}')) return undefined
      dict[key] = value
    }
    return dict
  }

  #list(depth: number): Json[] | undefined {
    const list: Json[] = []
    this.#at += 1
    while (!this.#takes(']')) {
      const value = this.value(depth + 1)
      if (value === undefined || !this.#takesNext(']')) return undefined
      list.push(value)
    }
    return list
  }

  #string(): string | undefined {
    const quote = this.text.charAt(this.#at)
    if (quote !== "'" && quote !== '"') return undefined
    this.#at += 1
    let read = ''
    for (;;) {
      read += this.#match(PLAIN)?.[0] ?? ''
      const next = this.text.charAt(this.#at)
      if (next === '' || next === '\n') return undefined
      if (next === '\\') {
        const escaped = this.#match(ESCAPE)
        const character = escaped === undefined ? undefined : characterOf(escaped)
        if (character === undefined) return undefined
        read += character
        continue
      }
      this.#at += 1
      if (next === quote) return read
      read += next
    }
  }

  /** A comma, or the end of the structure, which is left standing. */
  #takesNext(close: string): boolean {
    return this.#takes(',') || this.text.charAt(this.#at) === close
  }

  #takes(character: string): boolean {
    this.#space()
    if (this.text.charAt(this.#at) !== character) return false
    this.#at += 1
    return true
  }

  #space(): void {
    while (' \t\r\n'.includes(this.text.charAt(this.#at)) && this.#at < this.text.length) this.#at += 1
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.text) ?? undefined
    this.#at += match?.[0].length ?? 0
    return match
  }
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined
}

function characterOf([, byte, short, long, letter = '']: RegExpExecArray): string | undefined {
  const code = byte ?? short ?? long
  if (code === undefined) return ESCAPED[letter] ?? letter
  const point = Number.parseInt(code, 16)
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}
