import { useQuery } from '@tanstack/react-query'
import { useApi } from '~/api/client.tsx'
import { StatusMark } from '~/ui/marks/status-mark.tsx'
import { freshnessOf } from './freshness-words.ts'
import { useProject } from './use-project.ts'

const EVERY_MS = 10_000

/** How far the pages are behind what was accepted. */
export function Freshness() {
  const { project_id } = useProject()
  const status = useQuery({
    ...useApi().ingest.status.queryOptions({ project_id }),
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
  })
  const { mark, words, title } = freshnessOf(status.isError ? 'unreachable' : status.data?.lag)
  return (
    <span className="freshness" data-late={mark === 'warn' || mark === 'error' || undefined} title={title}>
      <StatusMark status={mark} silent />
      <span className="words">{words}</span>
    </span>
  )
}
