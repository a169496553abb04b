/** An escape of half a character: a surrogate, which is text only beside its other half. */
const MAY_BE_HALF = /\\u[dD][89a-fA-F]/
/** Escapes from left to right: whole pairs, halves that stand alone (the group), and any other. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[\s\S])/g

/**
 * JSON text in which halves of characters are U+FFFD, as broken bytes are in protobuf: a prompt that was cut inside an emoji must
 * not cost its span. Only escapes can hold halves, for decoded UTF-8 has none. Text that is no JSON stays none.
 */
export function repairHalves(json: string): string {
  if (!MAY_BE_HALF.test(json)) return json
  return json.replace(ESCAPE, (sequence, half) => (half === undefined ? sequence : '\\ufffd'))
}
