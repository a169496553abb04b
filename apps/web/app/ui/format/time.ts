import { DASH } from './glyphs.ts'

/** All clocks of the pages show UTC; a page names it once. */
type Moment = Date | string | number

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `09:41:07` */
export function formatClock(moment: Moment): string {
  return parts(moment, ({ time }) => time)
}

/** `09:41:07.318` */
export function formatClockMs(moment: Moment): string {
  return parts(moment, ({ time, ms }) => `${time}.${ms}`)
}

/** `09:41` */
export function formatHour(moment: Moment): string {
  return parts(moment, ({ time }) => time.slice(0, 5))
}

/** `24 Nov`, with the year where it is not that of `now`. */
export function formatDate(moment: Moment, now: Moment = new Date()): string {
  return parts(moment, ({ day, year }) => (year === new Date(now).getUTCFullYear() ? day : `${day} ${year}`))
}

/** `24 Nov 09:41:07` */
export function formatMoment(moment: Moment, now: Moment = new Date()): string {
  return parts(moment, ({ time }) => `${formatDate(moment, now)} ${time}`)
}

/** `24 Nov 09:41:07.318` */
export function formatMomentMs(moment: Moment, now: Moment = new Date()): string {
  return parts(moment, ({ time, ms }) => `${formatDate(moment, now)} ${time}.${ms}`)
}

/** `24 Nov 09:45 – 10:00`, or both dates where the range crosses midnight. */
export function formatSpanOfTime(from: Moment, to: Moment, now: Moment = new Date()): string {
  const sameDay = new Date(from).toISOString().slice(0, 10) === new Date(to).toISOString().slice(0, 10)
  const end = sameDay ? formatHour(to) : `${formatDate(to, now)} ${formatHour(to)}`
  return `${formatDate(from, now)} ${formatHour(from)} ${DASH} ${end}`
}

function parts(
  moment: Moment,
  write: (parts: { day: string; year: number; time: string; ms: string }) => string,
): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return DASH
  const iso = date.toISOString()
  return write({
    day: `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`,
    year: date.getUTCFullYear(),
    time: iso.slice(-13, -5),
    ms: iso.slice(-4, -1),
  })
}
