export function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

/** Also with an IPv4 address at its end (RFC 4291, 2.2). `::` alone and times of day are none. */
export function isIpv6(text: string): boolean {
  if (!/[0-9a-f]/i.test(text)) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const isMixed = last.includes('.')
  if (isMixed && !isIpv4(last)) return false
  const hexGroups = isMixed ? groups.slice(0, -1) : groups
  if (!hexGroups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  const count = hexGroups.length + (isMixed ? 2 : 0)
  return halves.length === 2 ? count < 8 : count === 8
}
