/** `a`, `a and b`, `a, b and 3 more`. `most` are named; '' stands for what has no name. */
export function listWords(words: readonly string[], most = 3): string {
  const named = words.map((word) => word || 'unnamed')
  const hidden = named.length - most
  if (hidden > 1) return `${named.slice(0, most).join(', ')} and ${hidden} more`
  const last = named.at(-1)
  return named.length < 2 ? (last ?? '') : `${named.slice(0, -1).join(', ')} and ${last}`
}
