import { formatDuration } from '~/ui/format/duration.ts'
import { formatCountOf } from '~/ui/format/number.ts'
import type { Status } from '~/ui/marks/statuses.ts'

interface Lag {
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
  const title = `${formatCountOf(lag.messages, 'message')} accepted and not written yet; the oldest waits for ${formatDuration(lag.age_ms)}.`
  return { mark, words: `${formatDuration(lag.age_ms)} behind`, title }
}
