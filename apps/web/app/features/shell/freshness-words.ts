import { formatDuration } from '~/ui/format/duration.ts'
import { formatCountOf } from '~/ui/format/number.ts'
import type { Status } from '~/ui/marks/statuses.ts'

export interface Lag {
  messages: number
  age_ms: number
}

interface Freshness {
  mark: Status
  words: string
  title: string
}

const LATE_MS = 10_000
const VERY_LATE_MS = 120_000

/** What the mark in the top bar says. Undefined: not known yet; null: this installation can't tell. */
export function freshnessOf(lag: Lag | null | undefined | 'unreachable'): Freshness {
  if (lag === 'unreachable') return { mark: 'error', words: 'No connection', title: 'The server does not answer.' }
  if (lag === undefined) return { mark: 'unknown', words: 'Freshness', title: 'Asking how far behind the pages are.' }
  if (lag === null) return { mark: 'unknown', words: 'Freshness unknown', title: 'This server knows no write log.' }
  if (lag.messages === 0) return { mark: 'ok', words: 'Up to date', title: 'All that was accepted is shown.' }
  const mark = lag.age_ms > VERY_LATE_MS ? 'error' : lag.age_ms > LATE_MS ? 'warn' : 'ok'
  // Below a second the figure says when it was asked, not how late the pages are.
  const behind = lag.age_ms < 1_000 ? 'Under 1 s' : formatDuration(lag.age_ms)
  return { mark, words: `${behind} behind`, title: waitingWords(lag) }
}

/** The sentence of an empty list while the writer is behind; undefined when it is not, or nobody knows. */
export function behindWords(lag: Lag | null): string | undefined {
  return lag === null || lag.messages === 0 ? undefined : waitingWords(lag)
}

function waitingWords({ messages, age_ms }: Lag): string {
  const oldest = age_ms > 0 ? `; the oldest waits for ${formatDuration(age_ms)}` : ''
  return `${formatCountOf(messages, 'message')} accepted and not written yet${oldest}.`
}
