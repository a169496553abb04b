import { useFetcher, useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import type { LogRecord } from '~/api/rows.ts'

export interface LogPage {
  logs: LogRecord[]
  next_cursor: string | null
}

const MAX_ROWS = 5000

/** The first page and those loaded after it as the list is scrolled. */
export function useLogPages(first: LogPage) {
  const location = useLocation()
  const fetcher = useFetcher<{ page: LogPage }>()
  const [more, setMore] = useState<LogPage[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages after the first are those of the first.
  useEffect(() => setMore([]), [first])
  useEffect(() => {
    const page = fetcher.data?.page
    if (page !== undefined) setMore((pages) => [...pages, page])
  }, [fetcher.data])
  const rows = [...new Map([first, ...more].flatMap(({ logs }) => logs).map((row) => [row.id, row])).values()]
  const cursor = (more.at(-1) ?? first).next_cursor
  const loadMore = () => {
    if (cursor === null || fetcher.state !== 'idle' || rows.length >= MAX_ROWS) return
    const params = new URLSearchParams(location.search)
    params.set('cursor', cursor)
    fetcher.load(`${location.pathname}?${params}`)
  }
  return { rows, loadMore, complete: cursor === null }
}
