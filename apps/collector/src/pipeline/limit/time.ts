import { EARLIEST_KEPT_NS, KEPT_AHEAD_NS } from '@pyflare/domain'

/** Why a time cannot be kept, or undefined. `what` names it: 'start time'. */
export function timeProblem(what: string, timeNs: bigint, nowNs: bigint): string | undefined {
  if (timeNs > nowNs + KEPT_AHEAD_NS) return `the ${what} is more than a day in the future; set the clock of the sender`
  if (timeNs >= EARLIEST_KEPT_NS) return undefined
  const unit = UNITS.find(({ factor }) => isSane(timeNs * factor, nowNs))?.name
  return unit === undefined
    ? `the ${what} is before the year 2000`
    : `the ${what} looks like ${unit}, and must be nanoseconds since 1970`
}

export function isSane(timeNs: bigint, nowNs: bigint): boolean {
  return timeNs >= EARLIEST_KEPT_NS && timeNs <= nowNs + KEPT_AHEAD_NS
}

const UNITS = [
  { name: 'seconds', factor: 1_000_000_000n },
  { name: 'milliseconds', factor: 1_000_000n },
  { name: 'microseconds', factor: 1_000n },
]
