/** One past the closing quote of the JSON string that opens at `open`; the text's end where none closes it. */
export function jsonStringEnd(json: string, open: number): number {
  for (let quote = json.indexOf('"', open + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let slashes = 0
    while (json.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1
    if (slashes % 2 === 0) return quote + 1
  }
  return json.length
}
