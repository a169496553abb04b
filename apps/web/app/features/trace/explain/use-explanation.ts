import { useQuery } from '@tanstack/react-query'
import { useApi } from '~/api/client.tsx'
import type { SpanDetail, SpanExplanation } from '~/api/rows.ts'
import { useProject } from '~/features/shell/index.ts'

export interface Explaining {
  explanation: SpanExplanation | undefined
  failed: boolean
  retry: () => void
}

const STALE_MS = 60_000

/** Where a span's columns come from. Asked only once something of it is looked at. */
export function useExplanation({ trace_id, span_id }: SpanDetail, enabled: boolean): Explaining {
  const { project_id } = useProject()
  const api = useApi()
  const options = api.traces.explainSpan.queryOptions({ project_id, trace_id, span_id })
  const { data, isError, refetch } = useQuery({ ...options, enabled, staleTime: STALE_MS })
  return { explanation: data, failed: isError, retry: () => void refetch() }
}
