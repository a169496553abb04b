import { z } from 'zod'

/** A moment: RFC 3339, with or without a fraction, in UTC or with an offset. */
export const moment = z.iso.datetime({ offset: true }).meta({ format: 'date-time' })

export const optionalRange = {
  start_time: moment.optional().describe('Inclusive.'),
  end_time: moment.optional().describe('Exclusive.'),
}

const DAY_MS = 86_400_000

/** A whole range from what was asked: up to `end_time` or now, from `start_time` or a day before. */
export function rangeOf(
  input: { start_time?: string; end_time?: string },
  now: Date,
): { startTime: Date; endTime: Date } {
  const endTime = input.end_time === undefined ? now : new Date(input.end_time)
  const startTime = input.start_time === undefined ? new Date(endTime.getTime() - DAY_MS) : new Date(input.start_time)
  return { startTime, endTime }
}

export function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
