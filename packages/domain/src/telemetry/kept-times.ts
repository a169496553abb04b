/** 2000-01-01. Nothing that sends OTLP is older; smaller numbers are other units, or clocks that were never set. */
export const EARLIEST_KEPT_NS = 946_684_800_000_000_000n

/** So far ahead of the moment it is received may a time be, for senders whose clock is fast. */
export const KEPT_AHEAD_NS = 86_400_000_000_000n
