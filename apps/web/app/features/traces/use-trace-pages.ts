import { useFetcher, useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import type { TraceSummary } from '~/api/rows.ts'

interface TracePage {
  traces: TraceSummary[]
  next_cursor: string | null
}

/** Rows that may be in memory at once; beyond this a narrower filter serves better than more scrolling. */
const MAX_ROWS = 5000

/** The first page and those loaded after it as the list is scrolled. Anew whenever the first page changes. */
export function useTracePages(first: TracePage) {
  const location = useLocation()
  const fetcher = useFetcher<{ page: TracePage }>()
  const [loaded, setLoaded] = useState<{ after: TracePage; pages: TracePage[] }>({ after: first, pages: [] })
  // Nothing is set where there is nothing to set: an update of the page while it is hydrated has its parts drawn anew.
  const more = loaded.after === first ? loaded.pages : []
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page is added once, when it has come.
  useEffect(() => {
    const page = fetcher.data?.page
    if (page !== undefined) setLoaded({ after: first, pages: [...more, page] })
  }, [fetcher.data])
  const rows = distinct([first, ...more].flatMap(({ traces }) => traces))
  const cursor = (more.at(-1) ?? first).next_cursor
  const loadMore = () => {
    if (cursor === null || fetcher.state !== 'idle' || rows.length >= MAX_ROWS) return
    const params = new URLSearchParams(location.search)
    params.set('cursor', cursor)
    fetcher.load(`${location.pathname}?index&${params}`)
  }
  return { rows, loadMore, loading: fetcher.state !== 'idle', complete: cursor === null }
}

function distinct(rows: readonly TraceSummary[]): TraceSummary[] {
  return [...new Map(rows.map((row) => [row.trace_id, row])).values()]
}
