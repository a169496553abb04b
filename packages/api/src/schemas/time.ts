import { EARLIEST_KEPT_NS, KEPT_AHEAD_NS } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import { z } from 'zod'

/** A moment: RFC 3339, with or without a fraction, in UTC or with an offset. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be a moment of RFC 3339, as 2026-11-24T09:41:07Z or with an offset.' })
  .meta({ format: 'date-time' })

export const optionalRange = {
  start_time: moment
    .optional()
    .describe('Inclusive. Nothing is kept from before the year 2000: an earlier moment asks for the same.'),
  end_time: moment
    .optional()
    .describe(
      'Exclusive, and not before `start_time`. Nothing is kept from more than a day ahead: a later moment asks for the same.',
    ),
}

/** A range as it is asked for. */
interface AskedRange {
  start_time?: string
  end_time?: string
}

const NS_PER_MS = 1_000_000n
const EARLIEST_MS = Number(EARLIEST_KEPT_NS / NS_PER_MS)
const AHEAD_MS = Number(KEPT_AHEAD_NS / NS_PER_MS)
const DAY_MS = 86_400_000

/** All that the store may hold at `now`. A moment beyond it asks for no more, and could not be written in the store's own times. */
export function wholeRange(now: Date): { startTime: Date; endTime: Date } {
  // The end is not part of a range, and something may be exactly as far ahead as is kept.
  return { startTime: new Date(EARLIEST_MS), endTime: new Date(now.getTime() + AHEAD_MS + 1) }
}

/**
 * A range whose ends may stay open, brought within what the store may hold: every range that a caller asks for goes through here.
 * @throws PyflareError `invalid_argument` when it ends before it starts.
 */
export function openRangeOf({ start_time, end_time }: AskedRange, now: Date): { startTime?: Date; endTime?: Date } {
  const start = start_time === undefined ? undefined : new Date(start_time)
  const end = end_time === undefined ? undefined : new Date(end_time)
  if (start !== undefined && end !== undefined && start > end) {
    throw new PyflareError(
      'invalid_argument',
      `The range ends before it starts: start_time is ${start_time}, end_time is ${end_time}. Exchange them.`,
    )
  }
  return { startTime: start && withinKept(start, now), endTime: end && withinKept(end, now) }
}

/** A whole range: up to `end_time` or now, from `start_time` or a day before. One that starts in the future without an end is empty. */
export function rangeOf(input: AskedRange, now: Date): { startTime: Date; endTime: Date } {
  const { startTime, endTime = later(now, startTime) } = openRangeOf(input, now)
  return { startTime: startTime ?? new Date(endTime.getTime() - DAY_MS), endTime }
}

function withinKept(moment: Date, now: Date): Date {
  const { startTime, endTime } = wholeRange(now)
  return new Date(Math.min(Math.max(moment.getTime(), startTime.getTime()), endTime.getTime()))
}

function later(now: Date, other: Date | undefined): Date {
  return other !== undefined && other > now ? other : now
}
