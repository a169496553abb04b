import { jsonStringEnd } from '@pyflare/domain'

/** Digits that a double may round: from the sixteenth on. */
const MIN_DIGITS = 16
const MAY_NEED_QUOTES = new RegExp(`[:,[\\s]-?\\d{${MIN_DIGITS}}`)

/**
 * JSON text with long whole numbers put in quotes, which protobuf's JSON reads alike: `JSON.parse` would round the nanoseconds
 * and counters of clients that send 64-bit integers as numbers. Text that is no JSON stays none.
 */
export function quoteLongIntegers(json: string): string {
  if (!MAY_NEED_QUOTES.test(json)) return json
  const parts: string[] = []
  let at = 0
  while (at < json.length) {
    const open = json.indexOf('"', at)
    const end = open < 0 ? json.length : open
    parts.push(json.slice(at, end).replace(/(?<![\d.eE+-])-?\d{16}\d*(?![\d.eE])/g, '"$&"'))
    if (open < 0) break
    const close = jsonStringEnd(json, open)
    parts.push(json.slice(open, close))
    at = close
  }
  return parts.join('')
}
