const NANOS_PER_DOLLAR = 1e9

/**
 * US dollars as a whole number of nano-dollars, rounded half to even.
 *
 * A float carries noise in its last digit (0.15 * 100 / 1e6 is not 0.000015), which would decide ties; fifteen digits
 * are what a double holds for certain, so the noise is cut there first.
 */
export function roundNanos(usd: number): bigint {
  const nanos = Number((usd * NANOS_PER_DOLLAR).toPrecision(15))
  const below = Math.floor(nanos)
  const rest = nanos - below
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0)
  return BigInt(up ? below + 1 : below)
}
