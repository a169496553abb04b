import { createHmac } from 'node:crypto'
import type { CompiledRule } from './compiled-rule.ts'

export const REDACTED = '[redacted]'

/** In the place of a text: the rule that removes the field which the text is a part of. */
export class Removal {
  constructor(readonly rule: CompiledRule) {}
}

interface Piece {
  text: string
  /** Allowed or replaced: later rules do not see it. */
  isSettled: boolean
}

/** Runs rules over one text at a time. */
export class TextRedactor {
  constructor(private readonly hashKey: string) {}

  /** The text after the rules, in their order. The same string where nothing matched. */
  redact(text: string, rules: readonly CompiledRule[]): string | Removal {
    if (text === '') return text
    let pieces: Piece[] = [{ text, isSettled: false }]
    for (const rule of rules) {
      const { find } = rule
      let isFound = false
      const next: Piece[] = []
      for (const piece of pieces) {
        const ranges = piece.isSettled ? [] : (find?.(piece.text) ?? [{ start: 0, end: piece.text.length }])
        if (ranges.length === 0) {
          next.push(piece)
          continue
        }
        isFound = true
        let at = 0
        for (const { start, end } of ranges) {
          if (start > at) next.push({ text: piece.text.slice(at, start), isSettled: false })
          next.push({ text: this.replace(piece.text.slice(start, end), rule), isSettled: true })
          at = end
        }
        if (at < piece.text.length) next.push({ text: piece.text.slice(at), isSettled: false })
      }
      if (isFound && this.removes(rule)) return new Removal(rule)
      pieces = next
    }
    const redacted = pieces.map((piece) => piece.text).join('')
    return redacted === text ? text : redacted
  }

  protected replace(text: string, { action }: CompiledRule): string {
    if (action === 'mask') return REDACTED
    return action === 'hash' ? hashOf(text, this.hashKey) : text
  }

  protected removes({ action }: CompiledRule): boolean {
    return action === 'remove'
  }
}

/** Half of an HMAC-SHA-256: 128 bits, so that equal values stay equal and no one without the key can try values out. */
function hashOf(text: string, hashKey: string): string {
  return `hash:${createHmac('sha256', hashKey).update(text).digest('hex').slice(0, 32)}`
}
