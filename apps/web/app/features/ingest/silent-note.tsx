import type { Ingestion } from '~/api/rows.ts'
import { formatMoment } from '~/ui/format/time.ts'
import { Note } from '~/ui/layout/note.tsx'
import { nameOf } from './source-table.tsx'

const DAY_MS = 86_400_000

/** Keys that sent something before, and nothing for a day: nobody would notice by what is there. */
export function SilentNote({ sources, now }: { sources: Ingestion['sources']; now: number }) {
  const silent = sources.filter(({ last_at }) => last_at !== null && now - Date.parse(last_at) > DAY_MS)
  if (silent.length === 0) return null
  return (
    <Note className="mt-3">
      {silent.map((source) => (
        <p key={source.key_id}>
          <span className="font-semibold">{nameOf(source)}</span> has sent nothing for{' '}
          {daysSince(Date.parse(source.last_at ?? ''), now)}. It last did on {formatMoment(source.last_at ?? '')} UTC.
        </p>
      ))}
    </Note>
  )
}

function daysSince(at: number, now: number): string {
  const days = Math.floor((now - at) / DAY_MS)
  return days === 1 ? 'a day' : `${days} days`
}
