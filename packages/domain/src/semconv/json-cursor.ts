import { jsonStringEnd } from './json-string-end.ts'

/** A place in valid JSON that only moves ahead. What it passes over comes back as it was written. */
export class JsonCursor {
  #at = 0

  constructor(private readonly json: string) {}

  /** The character here; '' at the end. */
  peek(): string {
    return this.json.charAt(this.#at)
  }

  space(): string {
    const from = this.#at
    while (isSpace(this.json.charCodeAt(this.#at))) this.#at += 1
    return this.json.slice(from, this.#at)
  }

  /** One character. */
  take(): string {
    this.#at += 1
    return this.json.charAt(this.#at - 1)
  }

  /** The string that opens here, with its quotes. */
  string(): string {
    return this.#to(jsonStringEnd(this.json, this.#at))
  }

  /** The number, `true`, `false` or `null` that starts here. */
  scalar(): string {
    let end = this.#at
    while (end < this.json.length && !',]}'.includes(this.json.charAt(end)) && !isSpace(this.json.charCodeAt(end)))
      end += 1
    return this.#to(end)
  }

  /** The object or list that opens here, however deep it is. */
  structure(): string {
    const from = this.#at
    let depth = 0
    do {
      const next = this.peek()
      if (next === '"') this.string()
      else {
        if (next === '{' || next === '[') depth += 1
        if (next === '}' || next === ']') depth -= 1
        this.#at += 1
      }
    } while (depth > 0 && this.#at < this.json.length)
    return this.json.slice(from, this.#at)
  }

  #to(end: number): string {
    const from = this.#at
    this.#at = end
    return this.json.slice(from, end)
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
