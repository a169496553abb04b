import { jsonStringEnd } from '@pyflare/domain'

const [QUOTE, LIST, OBJECT, SLASH] = [0x22, 0x5b, 0x7b, 0x5c]

/** About how many strings, lists and objects JSON has, also where it is a text in JSON; 0 for other text. */
export function countValues(text: string): number {
  const start = text.search(/\S/)
  return start >= 0 && isOpening(text.charCodeAt(start)) ? countFrom(text, start) : 0
}

function countFrom(text: string, start: number): number {
  let count = 0
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isOpening(code)) count += 1
    if (code !== QUOTE) continue
    const end = jsonStringEnd(text, at)
    const first = text.charCodeAt(at + 1)
    if (first === LIST || first === OBJECT || first === SLASH) count += marksIn(text, at + 1, end)
    at = end - 1
  }
  return count
}

/** Of JSON that is a text, whose quotes are escaped, two to a string. */
function marksIn(text: string, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) count += 0.5
    else if (code === LIST || code === OBJECT) count += 1
  }
  return count
}

function isOpening(code: number): boolean {
  return code === QUOTE || code === LIST || code === OBJECT
}
