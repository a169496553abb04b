import { useNavigate } from '@remix-run/react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '~/api/client.tsx'
import { useProject } from '~/features/shell/index.ts'
import { formatAge } from '~/ui/format/duration.ts'
import { formatCountOf } from '~/ui/format/number.ts'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { pauseMs } from './asking-pace.ts'
import { elapsedOf, type Heard, hearingOf } from './hearing.ts'
import { useSeenAt } from './use-seen-at.ts'

const CLOCK_MS = 1_000

/** Asks what has come in so far, says it, and moves on when a span is there. */
export function Listening({ newestBefore }: { newestBefore: string | null }) {
  const { project_id } = useProject()
  const seenAt = useSeenAt()
  const status = useQuery({
    ...useApi().ingest.status.queryOptions({ project_id }),
    refetchInterval: () => pauseMs(Date.now() - seenAt.current),
    refetchIntervalInBackground: true,
    staleTime: 0,
  })
  const seconds = useSecondsHere()
  const heard = status.isError ? 'unreachable' : hearingOf(status.data, newestBefore)
  useMoveOn(heard, newestBefore === null)
  const { mark, words } = wordsOf(heard, newestBefore === null)
  return (
    <div className="listening">
      <div className="flex items-center gap-2" role="status">
        <StatusMark status={mark} silent />
        <b className="font-medium">{mark === 'error' ? 'Not listening' : 'Listening'}</b>
        <span className="ell flex-1 text-2">{words}</span>
        <span className="text-12 text-3" aria-hidden="true">
          {elapsedOf(seconds)}
        </span>
      </div>
      <TimeStrip alive={mark !== 'error'} />
      <div className="flex justify-between text-10 text-3" aria-hidden="true">
        <span>{seconds === 0 ? '' : `${formatAge(seconds * 1000)} ago`}</span>
        <span>now</span>
      </div>
    </div>
  )
}

function TimeStrip({ alive }: { alive: boolean }) {
  return (
    <svg viewBox="0 0 560 40" preserveAspectRatio="none" className="mt-2 block h-10 w-full" aria-hidden="true">
      <path d="M0 39.5H560" stroke="var(--border-2)" />
      {Array.from({ length: 21 }, (_, index) => index * 28).map((x) => (
        <path key={x} d={`M${x} 36V39`} stroke="var(--border-2)" />
      ))}
      {alive && <path className="listening-now" d="M534 0V40" stroke="var(--accent)" strokeWidth="1.5" />}
    </svg>
  )
}

function wordsOf(heard: Heard | 'unreachable', isFirst: boolean) {
  if (heard === 'unreachable') return { mark: 'error' as const, words: 'the server does not answer; trying again' }
  switch (heard.kind) {
    case 'span':
      return { mark: 'ok' as const, words: isFirst ? 'a span is here' : 'another span is here' }
    case 'on_its_way':
      return { mark: 'ok' as const, words: `${formatCountOf(heard.messages, 'message')} accepted, about to be shown` }
    case 'other_signal':
      return { mark: 'ok' as const, words: `${heard.signals.join(' and ')} have arrived, no span yet` }
    default:
      return { mark: 'unknown' as const, words: isFirst ? 'no span accepted yet' : 'no other span accepted yet' }
  }
}

/** To the trace itself when it is the only one, else to the list. A project that has traffic already is left to its reader. */
function useMoveOn(heard: Heard | 'unreachable', isFirst: boolean): void {
  const { project_id } = useProject()
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const since = heard !== 'unreachable' && heard.kind === 'span' ? heard.newest : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves on once, when a span is there.
  useEffect(() => {
    if (since === undefined || !isFirst) return
    const base = `/p/${encodeURIComponent(project_id)}/traces`
    void queries
      .fetchQuery({ ...api.traces.list.queryOptions({ project_id, limit: 2 }), staleTime: 0 })
      .then(({ traces }) => navigate(traces.length === 1 ? `${base}/${traces[0]?.trace_id}` : base))
      .catch(() => navigate(base))
  }, [since])
}

function useSecondsHere(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const start = Date.now()
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - start) / 1000)), CLOCK_MS)
    return () => clearInterval(timer)
  }, [])
  return seconds
}
