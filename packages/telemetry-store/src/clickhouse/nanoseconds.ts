const NANOS_PER_MILLI = 1_000_000n

/** Nanoseconds since 1970, as parameters bind them. */
export function nanosOf(date: Date): bigint {
  return BigInt(date.getTime()) * NANOS_PER_MILLI
}

/** RFC 3339 with nine digits, in UTC. */
export function rfc3339(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const seconds = Number((nanos - fraction) / 1_000_000_000n)
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}.${String(fraction).padStart(9, '0')}Z`
}
