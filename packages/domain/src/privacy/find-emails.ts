import type { TextRange } from './text-pattern.ts'

const LOCAL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const DOMAIN = /[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/uy
/** Longer local parts are no mail addresses (RFC 5321 allows 64); the bound keeps the search linear. */
const MAX_LOCAL = 128

/** Mail addresses, found from their at sign: a text without one costs a search for a character. */
export function findEmails(text: string): TextRange[] {
  const ranges: TextRange[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const earliest = Math.max(ranges.at(-1)?.end ?? 0, at - MAX_LOCAL)
    let start = at
    while (start > earliest && LOCAL.test(text.charAt(start - 1))) start -= 1
    DOMAIN.lastIndex = at + 1
    const domain = DOMAIN.exec(text)?.[0].replace(/[-.]+$/, '') ?? ''
    if (start < at && /\.[\p{L}-]*\p{L}{2,}$/u.test(domain)) ranges.push({ start, end: at + 1 + domain.length })
  }
  return ranges
}
