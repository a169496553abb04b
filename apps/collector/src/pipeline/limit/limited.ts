import { AttributeLimiter, type AttributeLimits, MAX_ITEM_LENGTH } from './attribute-limiter.ts'

/** An item after the first stage. */
export interface Limited<Raw> {
  raw: Raw
  /** Something that the item itself says was cut. */
  isTruncated: boolean
  /** It is still longer than what may be kept of it, and must be cut once it was read. */
  isLong: boolean
}

/**
 * An item with its texts left whole, to be read and cut then. One that is long for its many small values has nothing that is worth that, and
 * takes longest to read: it is cut at once. `build` makes the item, its own values by one limiter, those that it shares with others
 * (its resource's) by another.
 */
export function limitedToRead<Raw>(
  limits: AttributeLimits,
  build: (own: AttributeLimiter, origin: AttributeLimiter) => Raw,
): Limited<Raw> {
  const own = AttributeLimiter.ofRead(limits)
  const whole = limitedBy(limits, own, build)
  return whole.isLong && own.isCrowded ? limitedBy(limits, AttributeLimiter.ofKept(limits), build) : whole
}

function limitedBy<Raw>(
  limits: AttributeLimits,
  own: AttributeLimiter,
  build: (own: AttributeLimiter, origin: AttributeLimiter) => Raw,
): Limited<Raw> {
  const origin = AttributeLimiter.ofKept(limits)
  const raw = build(own, origin)
  const isLong = own.longest > limits.maxValueLength || own.length + origin.length > MAX_ITEM_LENGTH
  return { raw, isTruncated: own.isTruncated, isLong }
}
