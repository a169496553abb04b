import { formatSpanOfTime } from '../format/time.ts'

/** The part of time a page looks at: the last so many, which moves with the clock, or two moments. */
export type TimeRange = { kind: 'last'; id: LastId } | { kind: 'between'; from: Date; to: Date }

export type LastId = '15m' | '1h' | '24h' | '7d' | '30d'

const MINUTE_MS = 60_000

export const LAST_RANGES: readonly { id: LastId; label: string; ms: number }[] = [
  { id: '15m', label: 'Last 15 min', ms: 15 * MINUTE_MS },
  { id: '1h', label: 'Last 1 h', ms: 60 * MINUTE_MS },
  { id: '24h', label: 'Last 24 h', ms: 1_440 * MINUTE_MS },
  { id: '7d', label: 'Last 7 d', ms: 7 * 1_440 * MINUTE_MS },
  { id: '30d', label: 'Last 30 d', ms: 30 * 1_440 * MINUTE_MS },
]

export const DEFAULT_RANGE: TimeRange = { kind: 'last', id: '24h' }

/** What the address says: `?range=7d`, or `?from=…&to=…` in RFC 3339. Anything that is none of these is the last day. */
export function parseTimeRange(params: URLSearchParams): TimeRange {
  const from = momentOf(params.get('from'))
  const to = momentOf(params.get('to'))
  if (from !== undefined && to !== undefined && from < to) return { kind: 'between', from, to }
  const last = LAST_RANGES.find(({ id }) => id === params.get('range'))
  return last === undefined ? DEFAULT_RANGE : { kind: 'last', id: last.id }
}

/** The changes to the address that hold a range; undefined takes a parameter away. */
export function timeRangeParams(range: TimeRange): Record<'range' | 'from' | 'to', string | undefined> {
  if (range.kind === 'between') return { range: undefined, from: range.from.toISOString(), to: range.to.toISOString() }
  const isDefault = DEFAULT_RANGE.kind === 'last' && range.id === DEFAULT_RANGE.id
  return { range: isDefault ? undefined : range.id, from: undefined, to: undefined }
}

/** The moments a range means at `now`: from is inside, to is not. */
export function boundsOf(range: TimeRange, now: Date): { from: Date; to: Date } {
  if (range.kind === 'between') return { from: range.from, to: range.to }
  return { from: new Date(now.getTime() - lengthOfLast(range.id)), to: now }
}

/** `boundsOf` as the API asks for them. */
export function apiRange(range: TimeRange, now: Date): { start_time: string; end_time: string } {
  const { from, to } = boundsOf(range, now)
  return { start_time: from.toISOString(), end_time: to.toISOString() }
}

/** The range of the same length just before (-1) or after (1). One that would pass `now` becomes the last so many. */
export function shiftTimeRange(range: TimeRange, direction: -1 | 1, now: Date): TimeRange {
  const { from, to } = boundsOf(range, now)
  const length = to.getTime() - from.getTime()
  if (direction === 1 && range.kind === 'last') return range
  const moved = { from: new Date(from.getTime() + direction * length), to: new Date(to.getTime() + direction * length) }
  if (moved.to < now) return { kind: 'between', ...moved }
  const last = LAST_RANGES.find(({ ms }) => ms === length)
  if (last !== undefined) return { kind: 'last', id: last.id }
  return { kind: 'between', from: new Date(now.getTime() - length), to: now }
}

/** `Last 24 h`, or the two moments. */
export function labelOfTimeRange(range: TimeRange, now: Date = new Date()): string {
  if (range.kind === 'between') return formatSpanOfTime(range.from, range.to, now)
  return LAST_RANGES.find(({ id }) => id === range.id)?.label ?? ''
}

function lengthOfLast(id: LastId): number {
  return LAST_RANGES.find((it) => it.id === id)?.ms ?? 0
}

function momentOf(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return undefined
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
