import { createHmac } from 'node:crypto'
import type { RedactionAction } from './redaction-rule.ts'
import type { FindRanges } from './text-pattern.ts'

export const REDACTED = '[redacted]'

/** A rule, ready to run. Without `find` the whole field is meant. */
export interface CompiledRule {
  action: RedactionAction
  find: FindRanges | undefined
  appliesToColumn: (column: string, isContent: boolean) => boolean
  appliesToAttribute: (key: string) => boolean
}

interface Piece {
  text: string
  /** Allowed or replaced: later rules do not see it. */
  isSettled: boolean
}

/** The text after the rules; undefined when one of them removes the field. The same string where nothing matched. */
export function redactText(text: string, rules: readonly CompiledRule[], hashKey: string): string | undefined {
  if (text === '') return text
  let pieces: Piece[] = [{ text, isSettled: false }]
  for (const { action, find } of rules) {
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
        next.push({ text: replacementOf(piece.text.slice(start, end), action, hashKey), isSettled: true })
        at = end
      }
      if (at < piece.text.length) next.push({ text: piece.text.slice(at), isSettled: false })
    }
    if (isFound && action === 'remove') return undefined
    pieces = next
  }
  const redacted = pieces.map((piece) => piece.text).join('')
  return redacted === text ? text : redacted
}

function replacementOf(text: string, action: RedactionAction, hashKey: string): string {
  if (action === 'mask') return REDACTED
  return action === 'hash' ? hashOf(text, hashKey) : text
}

/** Half of an HMAC-SHA-256: 128 bits, so that equal values stay equal and no one without the key can try values out. */
export function hashOf(text: string, hashKey: string): string {
  return `hash:${createHmac('sha256', hashKey).update(text).digest('hex').slice(0, 32)}`
}
